import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import {
  startGraphTwin,
  type GraphTwin,
  type GraphTwinOptions,
} from '../../pieces/outlook/twin/graph-twin.ts';
import { FeedDoor } from '../src/doors/feeds/feed-door.ts';
import { FEED_TIMING, type FeedTiming } from '../src/doors/feeds/timing.ts';
import { SecretKeeper } from '../src/features/sources/sealed-secret.ts';
import { createApp } from '../src/http/express-app.ts';
import { listen } from '../src/http/listen.ts';
import { createOutside } from '../src/outside.ts';
import { KEY_RING } from './key-ring.ts';
import { createTestCore, type TestCore } from './test-core.ts';
import { startTestWorker, type TestWorker } from './test-worker.ts';
import { until } from './until.ts';

/** Short enough to wait for, and long enough that nothing spins. */
export const SHORT: FeedTiming = {
  ...FEED_TIMING,
  ...{ poll: 100, pollWithPush: 60_000, firstPause: 20, longestPause: 200, signInPause: 50 },
  ...{ lease: 6_000, round: 50, prove: 50, aside: 50 },
};

const BOXES = Array.from({ length: 40 }, (_, index) => `box${index}@north.ours.example`);

export interface GraphFeedTest extends TestCore {
  twin: GraphTwin;
  worker: TestWorker;
  admin: string;
  connectionId: string;
  /** Where the core listens, for whoever calls back. */
  url: string;
  api<T>(method: string, path: string, body?: unknown, status?: number): Promise<T>;
  /** A feed of a mailbox that no other test uses. Mails count from a minute ago, unless it is said otherwise. */
  newFeed(change?: Record<string, unknown>): Promise<MailFeed>;
  feed(id: string): Promise<MailFeed>;
  startDoor(timing?: Partial<FeedTiming>): FeedDoor;
  stopDoor(door: FeedDoor): Promise<void>;
  /** Ledger rows of a feed. */
  ledger(feedId: string): Promise<LedgerRow[]>;
  /** States of all accepted mail, by state. */
  mailStates(): Promise<Record<string, number>>;
}

export interface LedgerRow {
  external_id: string;
  state: string;
  via: string;
  tracking_id: string;
  tries: number;
  reason: string | null;
}

interface Options {
  twin?: GraphTwinOptions;
  /** Clock of the twin and of the doors; people's sessions go by the real one. */
  now?: () => number;
  /** False: PUBLIC_URL is not set. */
  reachable?: boolean;
}

/** The twin of Graph, the whole core listening on a port, and a worker; doors are started by the test. */
export async function startGraphFeedTest(options: Options = {}): Promise<GraphFeedTest> {
  const twin = await startGraphTwin({
    users: BOXES.map((address) => ({ address, name: address })),
    ...(options.now ? { now: options.now } : {}),
    ...options.twin,
  });
  const late: { core?: TestCore } = {};
  const app = createApp({
    dispatch: async (request) => late.core?.core.dispatch(request) ?? { status: 503, headers: {} },
    docsPage: '',
    uiFolder: '/nowhere',
  });
  const server = await listen(app, '127.0.0.1', 0);
  const publicUrl = options.reachable === false ? null : server.url;
  const test = await createTestCore({
    outside: createOutside({ privateHosts: ['*'], publicUrl }),
  });
  late.core = test;
  const worker = await startTestWorker(test);
  const admin = await test.signIn('admin');
  const doors = new Set<FeedDoor>();
  const free = [...BOXES];
  await addMailboxes(test);
  const api = async <T>(method: string, path: string, body?: unknown, status?: number): Promise<T> => {
    const reply = await test.send({ method, path: `/api/v1${path}`, token: admin, body });
    if (status === undefined ? reply.status >= 300 : reply.status !== status) {
      throw new Error(`${method} ${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    }
    return reply.body as T;
  };
  const { id: connectionId } = await api<{ id: string }>('POST', '/connections/', {
    ...{ name: 'outlook', connector: 'outlook', auth: 'app', values: twin.credential },
  });
  return {
    ...test,
    ...{ twin, worker, admin, connectionId, api, url: server.url },
    newFeed: (change = {}) => {
      const mailbox = free.shift() ?? '';
      const start_from = new Date((options.now ?? Date.now)() - 60_000).toISOString();
      const usual = { name: mailbox, connection_id: connectionId, mailbox, push: false, start_from };
      return api('POST', '/mail-feeds/', { ...usual, ...change });
    },
    feed: async (id) => {
      const { items } = await api<{ items: MailFeed[] }>('GET', '/mail-feeds/');
      const found = items.find((feed) => feed.id === id);
      if (!found) throw new Error('the feed is not listed');
      return found;
    },
    startDoor(timing = {}) {
      const door = new FeedDoor({
        ...{ db: test.db, keeper: new SecretKeeper(KEY_RING), acceptor: test.core.acceptor },
        ...{ feeds: test.core.feeds, now: options.now ?? Date.now, timing: { ...SHORT, ...timing } },
        log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
        rehearse: (scope, incoming) => test.core.rehearse(scope, { incoming }),
      });
      doors.add(door);
      door.start();
      return door;
    },
    async stopDoor(door) {
      doors.delete(door);
      await door.stop();
    },
    ledger: (feedId) =>
      test.db.withTenant(test.ours.scope, (tx) =>
        tx.sql('feed_items').where({ feed_id: feedId }).orderBy('received_at').select<LedgerRow[]>('*'),
      ),
    mailStates: async () => {
      const rows = await test.db.withTenant(test.ours.scope, (tx) =>
        tx
          .sql('inbound_emails')
          .groupBy('state')
          .select<{ state: string; count: string }[]>('state')
          .count('* as count'),
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
    },
    async close() {
      await Promise.all([...doors].map((door) => door.stop()));
      await worker.stop();
      await twin.close();
      await server.close();
      await test.close();
    },
  };
}

async function addMailboxes({ db, ours }: TestCore): Promise<void> {
  const keys = { tenant_id: ours.id, entity_id: ours.entities['north'] };
  await db.withTenant(ours.scope, (tx) =>
    tx.sql('mailboxes').insert(BOXES.map((address) => ({ id: randomUUID(), ...keys, address }))),
  );
}

/** Waits until a feed has so many mails in the ledger that are settled. */
export function settled(test: GraphFeedTest, feedId: string, count: number): Promise<LedgerRow[]> {
  return until(async () => {
    const rows = (await test.ledger(feedId)).filter(({ state }) => state !== 'waiting');
    return rows.length >= count ? rows : undefined;
  });
}

let drawn = 0;

/** A mail that becomes a card of its own. */
export function enquiry(change: Record<string, string> = {}) {
  drawn += 1;
  return {
    from: `buyer${drawn}@customer${drawn}.example`,
    subject: `Request for quotation ${drawn}: ball valves`,
    text: `Dear Sir, please send us your best quotation and price for ${drawn + 10} ball valves DN50.`,
    ...change,
  };
}
