import { appendEvent } from '@pebble/core-api/features/events/append-event';
import { systemScope, type Scope } from '@pebble/core-api/db/scope';
import type { Database } from '@pebble/core-api/db/database';
import { createEventFeed } from '@pebble/core-api/features/events/event-feed';
import { createLog } from '@pebble/core-api/log/create-log';
import { inLab, percentile } from './lab.ts';

const WRITERS = 4;
const TURNS = 250;

/** Milliseconds from the commit of an event to a listener of the live feed, while four others write. */
export async function benchLive(): Promise<Record<string, unknown>> {
  return inLab({ api: true, worker: false }, async ({ pebble: { db } }) => {
    const tenant = (await db.tenants()).find(({ slug }) => slug === 'meridian');
    const scope = systemScope(tenant?.id ?? '', 'bench', 'bench-live');
    const feed = createEventFeed({ db, log: createLog('error') });
    const items = feed.subscribe(scope, { signal: new AbortController().signal });
    await items.next();
    const committed = new Map<string, number>();
    const writing = Promise.all(
      Array.from({ length: WRITERS }, (_, n) => write(db, scope, `${n}`, committed)),
    );
    const delays: number[] = [];
    while (delays.length < WRITERS * TURNS) {
      const { value } = await items.next();
      const text = String(value?.data?.data['text']);
      // An event may well arrive before its writer has heard of the commit.
      const arrived = performance.now();
      if (value?.data?.type === 'flow.note')
        delays.push(Math.max(0, arrived - (committed.get(text) ?? arrived)));
    }
    await writing;
    await feed.close();
    const at = (share: number) => Number(percentile(delays, share).toFixed(1));
    return { events: delays.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) };
  });
}

async function write(
  db: Database,
  scope: Scope,
  writer: string,
  committed: Map<string, number>,
): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const text = `${writer}.${turn}`;
    await db.withTenant(scope, (tx) => appendEvent(tx, { type: 'flow.note', data: { text } }));
    committed.set(text, performance.now());
  }
}
