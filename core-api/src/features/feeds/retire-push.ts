import type { Logger } from 'pino';
import type { Registration } from '@pebble/kit/registration';
import type { Scope } from '../../db/scope.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import type { FeedRow } from './feed-rows.ts';
import { openFeed } from './feed-source.ts';

/**
 * Gives a registration back that nobody needs any more. Nobody waits for it, and nothing depends on it: what is not given back ends by
 * itself, and until then its calls find nobody.
 */
export function retirePush(
  connections: OpenConnections,
  scope: Scope,
  feed: FeedRow,
  registration: Registration | null,
  log: Logger,
): void {
  if (!registration) return;
  const give = async () => {
    const { trigger, host } = await openFeed(connections, scope, feed);
    await trigger.push?.subscription.delete(host, registration);
  };
  give().catch((error: unknown) =>
    log.warn({ err: error, feed_id: feed.id }, 'a registration was not given back'),
  );
}
