import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from './test-core.ts';
import { startTestWorker, type TestWorker } from './test-worker.ts';

/** The sample mails of the repository, from raw bytes to their board. */
const SAMPLES = new URL('../../samples/', import.meta.url);

interface Expected {
  file: string;
  stream: string | null;
  intent: string | null;
  triage: boolean;
  outcome: 'card' | 'appended' | 'duplicate' | 'ignored';
  of?: string;
  noise?: string;
  /** The mail whose card the noise concerns. */
  about?: string;
}

let test: TestCore;
let worker: TestWorker;

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test);
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

const STATES = { card: 'done', appended: 'done', duplicate: 'duplicate', ignored: 'ignored' };

it('land on the right boards, threads on one card, copies and noise on none', async () => {
  const { mails, authorised_senders } = JSON.parse(
    await readFile(new URL('expected.json', SAMPLES), 'utf8'),
  ) as { mails: Expected[]; authorised_senders: string[] };
  expect(mails.length).toBeGreaterThanOrEqual(20);
  const token = await test.signIn('admin');
  const lines = { path: '/api/v1/authorised-senders/lines/', body: { lines: authorised_senders.join('\n') } };
  expect((await test.send({ method: 'POST', token, ...lines })).status).toBe(200);
  const cards = new Map<string, string | null>();
  for (const expected of mails) {
    const raw = { type: 'message/rfc822', bytes: await readFile(new URL(expected.file, SAMPLES)) };
    const reply = await test.send({ method: 'POST', path: '/api/v1/ingestion/email/', token, raw });
    expect(reply.status, expected.file).toBe(202);
    // One after the other, so that the first of a thread or of two copies is always the same one.
    const { tracking_id } = reply.body as { tracking_id: string };
    const outcome = await worker.outcome(tracking_id);
    cards.set(expected.file, outcome.card_id);
    expect(outcome.state, expected.file).toBe(STATES[expected.outcome]);
    if (expected.outcome === 'ignored') {
      const { body } = await test.send({ path: `/api/v1/mails/${tracking_id}/`, token });
      const about = expected.about ? cards.get(expected.about) : null;
      const noise = { noise_kind: expected.noise, card_id: null, about_card_id: about };
      expect(body, expected.file).toMatchObject(noise);
    }
    if (expected.of) expect(outcome.card_id, expected.file).toBe(cards.get(expected.of));
    if (expected.outcome !== 'card') continue;
    const card = (await test.send({ path: `/api/v1/cards/${outcome.card_id}/`, token })).body as Record<
      string,
      unknown
    >;
    expect(card['column'] === 'triage', expected.file).toBe(expected.triage);
    // Mail that surely belongs nowhere waits in triage too, but nobody was unsure about it.
    expect(card['abstained'], expected.file).toBe(expected.triage && expected.stream !== 'none');
    if (!expected.triage) {
      expect(card, expected.file).toMatchObject({
        board: expected.stream,
        stream: expected.stream,
        intent: expected.intent,
      });
    }
  }
  const duplicates = await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('events').where({ type: 'mail.duplicate_ignored' }),
  );
  expect(duplicates).toHaveLength(mails.filter((mail) => mail.outcome === 'duplicate').length);
});
