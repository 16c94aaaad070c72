import type { Auth } from '../kit/auth';
import type { Connector } from '../kit/connector';

/** A connector's way to sign in, by its name. */
export function authNamed(connector: Connector, name: string): Auth {
  return connector.auths.find((auth) => auth.name === name) ?? connector.auth;
}
