import { randomUUID } from 'node:crypto';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import { pino } from 'pino';
import { KEY_RING } from '../../../../test/key-ring.ts';
import { createTestCore, type TestCore } from '../../../../test/test-core.ts';
import type { LedgerItem } from '../../../features/feeds/ledger.ts';
import { openFeed } from '../../../features/feeds/feed-source.ts';
import type { FeedRow } from '../../../features/feeds/feed-rows.ts';
import { SecretKeeper } from '../../../features/sources/sealed-secret.ts';
import { feedScope, type FeedContext } from '../feed-context.ts';
import { FEED_TIMING } from '../timing.ts';
import { ToyMail } from './toy-mail.ts';

export interface ToyFeedTest extends TestCore {
  toy: ToyMail;
  admin: string;
  connectionId: string;
  /** The clock of the reader; the test sets it. */
  clock: { now: number };
  api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  newFeed(change?: Record<string, unknown>): Promise<MailFeed>;
  /** What a reader of the feed works with, held by a process of its own. */
  context(feedId: string): Promise<FeedContext>;
  ledger(feedId: string): Promise<LedgerItem[]>;
}

/** The core with the toy connector, without any door: a test takes the steps of a reader one by one. */
export async function startToyFeedTest(): Promise<ToyFeedTest> {
  const toy = new ToyMail();
  const clock = { now: Date.now() };
  const http = async () => ({ status: 200, headers: {}, body: '{}' });
  const test = await createTestCore({ outside: { connectors: [toy.connector], http, publicUrl: null } });
  const admin = await test.signIn('admin');
  const api = async <T>(method: string, path: string, body?: unknown) => {
    const reply = await test.send({ method, path: `/api/v1${path}`, token: admin, body });
    return { status: reply.status, body: reply.body as T };
  };
  const values = { base_url: 'https://toy.example', api_key: 'k3y' };
  const made = await api<{ id: string }>('POST', '/connections/', { name: 'toy', connector: 'toy', values });
  const connectionId = made.body.id;
  let named = 0;
  return {
    ...test,
    ...{ toy, admin, connectionId, clock, api },
    async newFeed(change = {}) {
      named += 1;
      const start_from = new Date(clock.now - 86_400_000).toISOString();
      const usual = {
        name: `Feed ${named}`,
        connection_id: connectionId,
        mailbox: 'sales@north.ours.example',
      };
      return (await api<MailFeed>('POST', '/mail-feeds/', { ...usual, start_from, ...change })).body;
    },
    async context(feedId) {
      const holder = randomUUID();
      const feed = await test.db.withTenant(test.ours.scope, async (tx) => {
        await tx.sql('mail_feeds').where({ id: feedId }).update({ lease_holder: holder });
        return tx.sql<FeedRow>('mail_feeds').where({ id: feedId }).first();
      });
      if (!feed) throw new Error('there is no such feed');
      const held = { ...feed, tenantId: test.ours.id };
      return {
        ...{ db: test.db, log: pino({ level: 'silent' }), keeper: new SecretKeeper(KEY_RING) },
        ...{ feeds: test.core.feeds, acceptor: test.core.acceptor, timing: FEED_TIMING, holder, feed: held },
        now: () => clock.now,
        rehearse: (scope, incoming) => test.core.rehearse(scope, { incoming }),
        source: await openFeed(test.core.feeds.connections, feedScope(held), held),
        signal: new AbortController().signal,
      };
    },
    ledger: (feedId) =>
      test.db.withTenant(test.ours.scope, (tx) =>
        tx
          .sql<LedgerItem>('feed_items')
          .where({ feed_id: feedId } as never)
          .orderBy('external_id')
          .select('*'),
      ),
  };
}
