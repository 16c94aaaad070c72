import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliver, newSource, type NewSource } from '../src/features/sources/testing/webhook.ts';
import type { RawReply } from '../src/http/dispatch.ts';
import { damage, runs, spoil, within } from './fuzz.ts';
import { spoiltMail } from './spoilt-mails.ts';
import { createTestCore, type TestCore } from './test-core.ts';
import { startTestWorker, type TestWorker } from './test-worker.ts';

/** Whatever comes to a door is refused in words, or ends in one of the ways that can be looked up. */
const ENDS = ['done', 'duplicate', 'ignored', 'dead'];

let test: TestCore;
let worker: TestWorker;
let token: string;
let source: NewSource;
const taken: string[] = [];

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test);
  token = await test.signIn('admin');
  source = await newSource(test, {
    rate_per_minute: 60_000,
    mapping: {
      ...{ from: 'from', from_name: 'name', subject: 'subject', body: ['body', 'lead.0.text', 'headers'] },
      ...{ html: 'html', to: 'to', message_id: 'message_id', received_at: 'received_at' },
      ...{ in_reply_to: 'references', attachment_urls: 'attachment_urls' },
    },
  });
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

const post = (type: string, bytes: Uint8Array) =>
  test.send({ method: 'POST', path: '/api/v1/ingestion/email/', token, raw: { type, bytes } });

/** Holds a reply against what a door may say, and notes the mail when it was taken. */
function note({ status, body }: RawReply): void {
  if (status === 202) return void taken.push((body as { tracking_id: string }).tracking_id);
  expect([400, 413, 422]).toContain(status);
  expect((body as { hint: string }).hint).toMatch(/\w/);
}

async function endOf(trackingIds: readonly string[]): Promise<void> {
  expect(trackingIds.length).toBeGreaterThan(0);
  for (const id of trackingIds) {
    const { state, card_id, reason } = await worker.outcome(id);
    expect(ENDS).toContain(state);
    if (state === 'done') expect(card_id).not.toBeNull();
    else expect(reason).toMatch(/\w/);
  }
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'ada@buyer.example',
    'Ada <ada@buyer.example>',
    '',
    '\0',
    '\ud800',
    '<',
    '@',
    'https://x.example/a',
  ),
  fc.constantFrom(
    '2026-11-02T09:00:00Z',
    '-271821-04-20T00:00:00Z',
    '__proto__',
    'a'.repeat(5_000),
    '<b>'.repeat(500),
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 10 }), text, { maxKeys: 5 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const PARTS = ['from', 'subject', 'body', 'to', 'cc', 'html', 'headers', 'references', 'message_id'].concat(
  ...['received_at', 'attachment_urls', 'mailbox', 'lead', 'name'],
);
/** A mail in JSON, up to three parts of which are something else. */
const jsonMail = fc.array(fc.tuple(fc.constantFrom(...PARTS), value), { maxLength: 3 }).map((odd) => ({
  ...{ from: `${randomUUID()}@buyer.example`, subject: 'Valves', body: 'Please quote.' },
  ...Object.fromEntries(odd),
}));

it('a damaged mail', async () => {
  await fc.assert(
    fc.asyncProperty(spoiltMail, async (raw) => note(await within(() => post('message/rfc822', raw)))),
    runs(40),
  );
  await endOf(taken.splice(0));
});

it('a mail in JSON with odd parts', async () => {
  await fc.assert(
    fc.asyncProperty(jsonMail, async (mail) =>
      note(await within(() => post('application/json', Buffer.from(JSON.stringify(mail))))),
    ),
    runs(80),
  );
  await endOf(taken.splice(0));
});

it('a damaged mail in JSON', async () => {
  const scratch = damage([
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\\u0000',
    '\\ud800',
    '\0',
    '\ufeff',
    '1e999',
    'null',
  ]);
  await fc.assert(
    fc.asyncProperty(jsonMail, fc.array(scratch, { maxLength: 3 }), async (mail, damages) => {
      const bytes = damages.reduce(spoil, Buffer.from(JSON.stringify(mail)));
      note(await within(() => post('application/json', bytes)));
    }),
    runs(80),
  );
  await endOf(taken.splice(0));
});

it('a payload of a third party with odd parts', async () => {
  await fc.assert(
    fc.asyncProperty(jsonMail, async (payload) =>
      note(await within(() => deliver(test, source, { payload }))),
    ),
    runs(60),
  );
  await endOf(taken.splice(0));
});
