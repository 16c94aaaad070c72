import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/new-id.ts';
import { systemScope, type Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { Feeds } from '../../features/feeds/create-feeds.ts';
import type { FeedRow } from '../../features/feeds/feed-rows.ts';
import type { FeedSource } from '../../features/feeds/feed-source.ts';
import type { SecretKeeper } from '../../features/sources/sealed-secret.ts';
import type { TakeDeps } from '../take-mail.ts';
import type { FeedTiming } from './timing.ts';

export interface FeedDoorDeps extends TakeDeps {
  db: Database;
  log: Logger;
  keeper: SecretKeeper;
  feeds: Feeds;
  timing: FeedTiming;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A feed that this process may read. */
export interface HeldFeed extends FeedRow {
  tenantId: string;
}

/** All that reading a feed takes. */
export interface FeedContext extends FeedDoorDeps {
  feed: HeldFeed;
  /** Names this process. */
  holder: string;
  source: FeedSource;
  signal: AbortSignal;
}

/** The feed was changed by a person, or is not ours any more: there is nothing to go on with. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

export function feedScope({ tenantId, id }: Pick<HeldFeed, 'tenantId' | 'id'>): Scope {
  return { ...systemScope(tenantId, 'feed', newId()), actor: `mail_feed:${id}` };
}

/**
 * Makes sure that the feed is still ours and as we know it, until the end of the transaction: what a person has reset must not be
 * written over by what was read before.
 *
 * @throws Superseded
 */
export async function demandHeld(tx: TenantTx, { feed, holder }: FeedContext): Promise<void> {
  const row = await tx
    .sql('mail_feeds')
    .where({ id: feed.id, revision: feed.revision, lease_holder: holder })
    .forShare()
    .first('id');
  if (!row) throw new Superseded();
}
