import { randomUUID } from 'node:crypto';
import { Event } from '@pebble/contract/events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { appendEvent } from './append-event.ts';
import { cardHistory } from './card-history.ts';
import { gate, note, textsOf } from './testing/note.ts';

let test: TestDatabase;
let ours: SeededTenant;
let userId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  const person = { name: 'Mira Anand', role: 'admin' as const, entities: [], passwordHash: 'none' };
  ours = await seedTenant(test.db, 'ours', [{ ...person, email: 'mira@ours.example' }]);
  await seedTenant(test.db, 'theirs', [{ ...person, email: 'mira@theirs.example' }]);
  userId = await test.db.withTenant(ours.scope, async ({ sql }) => (await sql('users').first('id')).id);
});
afterAll(() => test.close());

/** Writes an event about a card of its own as `actor`, and reads it back as the card's history shows it. */
async function writtenBy(actor: string): Promise<Event> {
  const cardId = randomUUID();
  await note(test.db, { ...ours.scope, actor }, ['hello'], { cardId });
  const [event] = await test.db.withTenant(ours.scope, (tx) => cardHistory(tx, cardId, 1));
  return Event.parse(event);
}

it('tells every fact in the words of the contract', async () => {
  const [cardId, inboundId, entityId] = [randomUUID(), randomUUID(), ours.entities['north'] ?? ''];
  await test.db.withTenant(ours.scope, (tx) =>
    appendEvent(tx, { type: 'mail.duplicate_ignored', entityId, cardId, inboundId, data: { copies: 2 } }),
  );
  const [event] = await test.db.withTenant(ours.scope, (tx) => cardHistory(tx, cardId, 5));
  expect(Event.parse(event)).toEqual({
    id: expect.any(String),
    type: 'mail.duplicate_ignored',
    label: 'Duplicate Ignored',
    entity_id: entityId,
    card_id: cardId,
    tracking_id: inboundId,
    actor: 'system',
    actor_name: 'Pebble',
    data: { copies: 2 },
    source_system: 'test',
    correlation_id: 'seed-ours',
    occurred_at: expect.any(String),
  });
});

it('names the person, the flow or Pebble behind an event', async () => {
  expect((await writtenBy(`user:${userId}`)).actor_name).toBe('Mira Anand');
  expect((await writtenBy('flow:email-triage')).actor_name).toBe('email-triage');
  expect((await writtenBy('system')).actor_name).toBe('Pebble');
});

it('has no name for somebody it cannot find, and does not fail over them', async () => {
  expect((await writtenBy(`user:${randomUUID()}`)).actor_name).toBeNull();
  expect((await writtenBy('user:someone')).actor_name).toBeNull();
});

it('shows the history of a card newest first, in the order in which things happened', async () => {
  const cardId = randomUUID();
  const [started, mayWrite] = [gate(), gate()];
  // Starts first and writes last: by transaction number its event would come first.
  const slow = test.db.withTenant(ours.scope, async (tx) => {
    await appendEvent(tx, { type: 'flow.note', data: { text: 'elsewhere' } });
    started.open();
    await mayWrite.opened;
    await appendEvent(tx, { type: 'flow.note', cardId, data: { text: 'last' } });
  });
  await started.opened;
  await note(test.db, ours.scope, ['first', 'second'], { cardId });
  const history = (limit: number) =>
    test.db.withTenant(ours.scope, async (tx) => textsOf(await cardHistory(tx, cardId, limit)));
  // Committed but above the horizon: a person who opens the card sees it at once.
  expect(await history(10)).toEqual(['second', 'first']);
  mayWrite.open();
  await slow;
  expect(await history(10)).toEqual(['last', 'second', 'first']);
  expect(await history(1)).toEqual(['last']);
});
