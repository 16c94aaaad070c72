import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../../test/test-worker.ts';
import { eventsOf } from '../senders/testing/sender-api.ts';
import { mailLab } from './testing/mail-lab.ts';

/** Over the real queue: what a person opens must reach a worker by itself. */
let test: TestCore;
let worker: TestWorker;
let manager: string;
let lab: ReturnType<typeof mailLab>;

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test);
  manager = await test.signIn('manager');
  lab = mailLab(test, await test.signIn('admin'));
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

const open = async (trackingId: string, token = manager) =>
  (await test.send({ method: 'POST', path: `/api/v1/mails/${trackingId}/open/`, token })) as {
    status: number;
    body: { state: string; code?: string };
  };
const NOTICE = { subject: 'Order 118 for ball valves', headers: ['Auto-Submitted: auto-generated'] };

describe('an ignored mail that a person opens', () => {
  it('goes through its flow and gets a card, past the noise rules, and the act is written down', async () => {
    const id = await lab.accept(NOTICE);
    expect((await worker.outcome(id)).state).toBe('ignored');
    expect(await open(id)).toMatchObject({ status: 202, body: { state: 'accepted' } });
    expect(await worker.outcome(id)).toMatchObject({ state: 'done', attempts: 1, reason: null });
    const mail = await lab.get<Record<string, unknown>>(`/api/v1/mails/${id}/`);
    expect(mail).toMatchObject({ state: 'done', noise_kind: null, opened: true });
    const [event] = (await eventsOf(test, ['mail.opened'])).slice(-1);
    expect(event).toMatchObject({
      data: { noise_kind: 'auto_generated' },
      actor: expect.stringMatching(/^user:/),
    });
  });

  it('is opened once, however often and by however many', async () => {
    const id = await lab.accept(NOTICE);
    await worker.outcome(id);
    const before = (await eventsOf(test, ['mail.opened'])).length;
    const replies = await Promise.all([open(id), open(id), open(id)]);
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    await worker.outcome(id);
    expect((await open(id)).body.state).toBe('done');
    expect(await eventsOf(test, ['mail.opened'])).toHaveLength(before + 1);
    expect(await lab.rows('emails', { inbound_id: id })).toHaveLength(1);
  });

  it('has copies that are still copies, before and after', async () => {
    const twice = { ...NOTICE, messageId: 'opened-twice@buyer.example' };
    const first = await lab.accept(twice);
    await worker.outcome(first);
    expect((await worker.outcome(await lab.accept(twice))).state).toBe('duplicate');
    await open(first);
    const { card_id } = await worker.outcome(first);
    expect(await worker.outcome(await lab.accept(twice))).toMatchObject({ state: 'duplicate', card_id });
  });
});

describe('a mail that was not ignored', () => {
  it('cannot be opened, and the answer says what can be done instead', async () => {
    const id = await lab.accept({ subject: 'Request for quotation: 40 ball valves' });
    await worker.outcome(id);
    expect(await open(id)).toMatchObject({ status: 409, body: { code: 'not_ignored' } });
    expect(await eventsOf(test, ['mail.opened'])).not.toContainEqual(
      expect.objectContaining({ inbound_id: id }),
    );
  });
});

it('an agent opens nothing', async () => {
  const id = await lab.accept(NOTICE);
  await worker.outcome(id);
  expect((await open(id, await test.signIn('agent'))).status).toBe(403);
});
