import type { Rehearsal } from '@pebble/contract/rehearsal';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { IncomingMail } from '../ingestion/incoming-mail.ts';
import { rehearseRows, type RehearseMail } from './shadow-rows.ts';

let test: TestDatabase;
let ours: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

const mailFrom = (fromAddress: string): IncomingMail =>
  ({
    fromAddress,
    recipients: [],
    mailbox: null,
    envelope: {},
    bytes: Buffer.alloc(0),
  }) as unknown as IncomingMail;
const rehearsal = (change: Partial<Rehearsal>): Rehearsal => ({
  ...{
    outcome: 'created',
    board: 'crm',
    column: 'new',
    card_id: null,
    reason: null,
    error: null,
    flow: null,
  },
  ...{ steps: [], not_sent: [] },
  ...change,
});

/** What the report says of rows from these senders, when this is how rehearsals go. */
async function report(rehearse: RehearseMail, senders: string[], rehearsedRows = 100) {
  const rows = senders.map((sender, index) => ({ line: index + 2, mail: mailFrom(sender), key: null }));
  const judge = await rehearseRows({ rehearse, pace: { rehearsedRows } }, ours.scope, { first: 1, rows });
  const offers = rows.map(({ mail }) => ({ mail, trackingId: randomUUID(), correlationId: 'shadow' }));
  return test.db.withTenant(ours.scope, (tx) =>
    judge(
      tx,
      offers,
      rows.map((_, index) => index + 1),
    ),
  );
}

describe('a rehearsed row', () => {
  it.each<[Partial<Rehearsal>, object]>([
    [{ outcome: 'created' }, { result: 'would_create', board: 'crm', column: 'new', reason: null }],
    [{ outcome: 'appended' }, { result: 'would_append' }],
    [{ outcome: 'reopened' }, { result: 'would_reopen' }],
    [
      { outcome: 'duplicate', reason: 'same mail' },
      { result: 'duplicate', reason: 'same mail' },
    ],
    [
      { outcome: 'ignored', reason: 'newsletter' },
      { result: 'would_ignore', reason: 'newsletter' },
    ],
    [
      { outcome: 'rejected', reason: 'blacklist' },
      { result: 'rejected', reason: 'blacklist' },
    ],
    [
      { outcome: 'unknown', reason: 'a step wants to write' },
      { result: 'would_accept', reason: 'a step wants to write' },
    ],
    [
      { outcome: 'dead', error: { error_class: 'FlowFailed', message: 'no card', step: 'card' } },
      { result: 'would_fail', reason: 'FlowFailed: no card' },
    ],
  ])('%j', async (outcome, expected) => {
    expect(await report(async () => rehearsal(outcome), ['a@buyer.example'])).toMatchObject([expected]);
  });
});

describe('rows that are not rehearsed', () => {
  it('are checked: who is on the blacklist is told', async () => {
    await test.db.withTenant(ours.scope, (tx) =>
      tx.sql('blacklist').insert({ id: randomUUID(), tenant_id: ours.id, pattern: 'spam.example' }),
    );
    let rehearsed = 0;
    const rehearse = async () => {
      rehearsed += 1;
      return rehearsal({});
    };
    const results = await report(
      rehearse,
      ['a@b.example', 'c@d.example', 'x@spam.example', 'e@f.example'],
      1,
    );
    expect(results.map(({ result }) => result)).toEqual([
      'would_create',
      'would_accept',
      'rejected',
      'would_accept',
    ]);
    expect(rehearsed).toBe(1);
  });

  it('are those for which real work left no room, after some tries', async () => {
    let tries = 0;
    const rehearse = async () => {
      tries += 1;
      throw new ApiProblem('not_ready');
    };
    expect(await report(rehearse, ['a@b.example'])).toMatchObject([
      { result: 'would_accept', reason: expect.stringContaining('too much real work') as string },
    ]);
    expect(tries).toBeGreaterThan(1);
  });
});

it('a rehearsal that fails for another reason stops the run', async () => {
  await expect(
    report(() => Promise.reject(new Error('the database is away')), ['a@b.example']),
  ).rejects.toThrow('away');
});
