import type { Event } from '@pebble/contract/events';
import type { Database } from '../../../db/database.ts';
import type { Scope } from '../../../db/scope.ts';
import { appendEvents, type NewEvent } from '../append-event.ts';
import type { LogPosition } from '../log-position.ts';
import { readEvents } from '../read-events.ts';

/** Commits one event for each text, all in one transaction. */
export function note(
  db: Database,
  scope: Scope,
  texts: readonly string[],
  about: Omit<NewEvent, 'type' | 'data'> = {},
): Promise<void> {
  return db.withTenant(scope, (tx) =>
    appendEvents(
      tx,
      texts.map((text) => ({ ...about, type: 'flow.note', data: { text } })),
    ),
  );
}

/** The texts of the notes among some events, in their order. */
export function textsOf(events: readonly Event[]): unknown[] {
  return events.filter((event) => event.type === 'flow.note').map((event) => event.data['text']);
}

/** Reads until nothing is left at this moment. */
export async function readAll(
  db: Database,
  scope: Scope,
  after: LogPosition,
  limit = 100,
): Promise<{ events: Event[]; next: LogPosition }> {
  const events: Event[] = [];
  let position = after;
  for (;;) {
    const page = await db.withTenant(scope, (tx) => readEvents(tx, { after: position, limit }));
    events.push(...page.events);
    position = page.next;
    if (!page.full) return { events, next: position };
  }
}

/** A promise and the function that settles it, to hold a transaction open by hand. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
