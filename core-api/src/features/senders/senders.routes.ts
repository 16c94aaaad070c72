import type { Route } from '../../http/route.ts';
import { authorisedRoutes } from './authorised.routes.ts';
import { blacklistRoutes } from './blacklist.routes.ts';
import { senderCheckRoutes } from './checks.routes.ts';
import { globalBlacklistRoutes } from './global-blacklist.routes.ts';
import { noiseRoutes } from './noise.routes.ts';

/** Everything about who may send us mail, and what is made of mail that nobody wrote. */
export function senderRoutes(): Route[] {
  return [
    ...blacklistRoutes(),
    ...authorisedRoutes(),
    ...globalBlacklistRoutes(),
    ...senderCheckRoutes(),
    ...noiseRoutes(),
  ];
}
