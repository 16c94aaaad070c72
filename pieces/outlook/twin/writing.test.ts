import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConflictError, NotFoundError } from '../../kit/src/errors.ts';
import type { Http } from '../../kit/src/http.ts';
import { outlook } from '../src/connector.ts';
import { CHUNK } from '../src/upload.ts';
import { startGraphTwin, type GraphTwin } from './graph-twin.ts';
import { run, SALES } from './run.ts';
import { hostOn, type TestHost } from './test-host.ts';

const mailbox = SALES;
const TENDER = 'tender@brightwater.example';
let twin: GraphTwin;
let host: TestHost;

beforeEach(async () => {
  twin = await startGraphTwin({ now: () => Date.UTC(2026, 2, 2, 9, 0) });
  host = hostOn(twin);
});
afterEach(() => twin.close());

const enquiry = { from: 'Tenders <tender@brightwater.example>', subject: 'Valves', text: 'Please quote.' };
const arrive = async () => (await twin.deliver(SALES, enquiry)).id;

test('a mail is read, as text and whole', async () => {
  const message_id = await arrive();
  expect(await run(host, 'get_message', { mailbox, message_id, headers: true })).toMatchObject({
    ...{ id: message_id, subject: 'Valves', from: TENDER, is_read: false, is_draft: false },
    ...{ body: { type: 'text', content: 'Please quote.\n' }, received_at: '2026-03-02T09:00:00.000Z' },
    headers: expect.arrayContaining([{ name: 'subject', value: 'Valves' }]),
  });
  const { file } = await run(host, 'get_mime', { mailbox, message_id });
  const kept = await host.files.read(String(file));
  expect(kept).toMatchObject({ name: 'message.eml', content_type: 'message/rfc822' });
  expect(Buffer.from(kept.bytes).toString()).toContain('Subject: Valves\r\n');
});

test('its id stays when it moves, and moving it twice is moving it once', async () => {
  const message_id = await arrive();
  await run(host, 'move_message', { mailbox, message_id, folder: 'archive' });
  const again = await run(host, 'move_message', { mailbox, message_id, folder: 'archive' });
  expect(again['id']).toBe(message_id);
  expect(twin.holds(SALES, 'archive')).toEqual([message_id]);
  const copy = await run(host, 'copy_message', { mailbox, message_id, folder: 'inbox' });
  expect(copy['id']).not.toBe(message_id);
});

test('marks and categories change only what they say', async () => {
  const message_id = await arrive();
  const at = { mailbox, message_id };
  await run(host, 'mark_message', { ...at, mark: 'flagged' });
  expect(await run(host, 'mark_message', { ...at, mark: 'read' })).toMatchObject({
    is_read: true,
    flag: 'flagged',
  });
  await run(host, 'categorise_message', { ...at, categories: ['Blue', 'Orders'] });
  const done = await run(host, 'categorise_message', { ...at, categories: ['Blue'], mode: 'remove' });
  expect(done['categories']).toEqual(['Orders']);
});

test('a deleted mail is in Deleted Items, and one that has gone counts as deleted', async () => {
  const message_id = await arrive();
  await run(host, 'delete_message', { mailbox, message_id });
  expect(twin.holds(SALES, 'deleteditems')).toEqual([message_id]);
  twin.delete(SALES, message_id);
  expect(await run(host, 'delete_message', { mailbox, message_id })).toEqual({
    id: message_id,
    deleted: true,
  });
  await expect(run(host, 'get_message', { mailbox, message_id })).rejects.toThrow(NotFoundError);
});

test('an answer goes out in its thread, once', async () => {
  const message_id = await arrive();
  const { sent } = await run(host, 'reply', { mailbox, message_id, body: 'Here it is.' });
  expect(sent).toBe(true);
  const [got] = twin.holds(TENDER);
  const answer = await run(host, 'get_message', { mailbox: TENDER, message_id: got });
  expect(answer).toMatchObject({ subject: 'RE: Valves', from: SALES });
  const asked = await run(host, 'get_message', { mailbox, message_id });
  expect(answer['conversation_id']).toBe(asked['conversation_id']);
  await run(host, 'forward', { mailbox, message_id, to: ['Mara <mara.ekholm@brightwater.example>'] });
  expect(twin.holds('mara.ekholm@brightwater.example')).toHaveLength(1);
});

test('a new mail goes out, copies too', async () => {
  const written = {
    subject: 'Offer',
    to: [TENDER],
    cc: ['mara.ekholm@brightwater.example'],
    body: 'Here it is.',
  };
  expect(await run(host, 'send_message', { mailbox, ...written })).toMatchObject({ sent: true });
  expect(twin.holds(TENDER)).toHaveLength(1);
  expect(twin.holds('mara.ekholm@brightwater.example')).toHaveLength(1);
  const nobody = run(host, 'send_message', { mailbox, ...written, to: ['no address at all'] });
  await expect(nobody).rejects.toThrow('Field "to"');
});

async function draft() {
  const made = await run(host, 'create_draft', { mailbox, subject: 'Offer', to: [TENDER], body: 'Draft' });
  return { mailbox, draft_id: String(made['id']) };
}

test('a draft is written, changed and sent once, however often it is said', async () => {
  const at = await draft();
  await run(host, 'update_draft', { ...at, body: '<b>Offer</b>', body_type: 'html' });
  await run(host, 'send_draft', at);
  await run(host, 'send_draft', at);
  expect(twin.holds(TENDER)).toHaveLength(1);
  expect(await run(host, 'get_message', { mailbox, message_id: at.draft_id })).toMatchObject({
    is_draft: false,
    subject: 'Offer',
  });
});

test('when the answer to sending is lost, the mailbox says that it went out', async () => {
  const at = await draft();
  twin.faults.set({ method: 'POST', path: /\/send$/, fault: { kind: 'drop', when: 'after' }, times: 1 });
  expect(await run(host, 'send_draft', at)).toEqual({ id: at.draft_id, sent: true });
  expect(twin.holds(TENDER)).toHaveLength(1);
});

test('a draft that could not be sent is still one, and a later try sends it', async () => {
  const at = await draft();
  twin.faults.set({ method: 'POST', path: /\/send$/, fault: { kind: 'status', status: 503 } });
  await expect(run(host, 'send_draft', at)).rejects.toMatchObject({ retryable: true });
  const message_id = await arrive();
  // An answer that this very call wrote is not for a host to repeat: it would write another one.
  const failure = await run(host, 'reply', { mailbox, message_id, body: 'Hello' }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ConflictError);
  twin.faults.set();
  await run(host, 'send_draft', at);
  const [, draft_id] = /the draft (\S+)$/.exec((failure as Error).message) ?? [];
  await run(host, 'send_draft', { mailbox, draft_id });
  expect(twin.holds(TENDER)).toHaveLength(2);
});

test('small and large files are attached and come back as they are', async () => {
  const at = await draft();
  const sizes = [12, 2 * CHUNK + 77];
  const files = sizes.map((size, n) => ({
    ...{ name: `file ${n}.bin`, content_type: 'application/x-test' },
    bytes: Uint8Array.from({ length: size }, (_, i) => (i * 7 + n) % 251),
  }));
  twin.faults.set({ method: 'PUT', fault: { kind: 'drop', when: 'after' }, times: 1 });
  for (const file of files) await run(host, 'add_attachment', { ...at, file });
  const message_id = at.draft_id;
  const listed = await run(host, 'list_attachments', { mailbox, message_id });
  const attachments = listed['attachments'] as { id: string; size: number; kind: string }[];
  expect(attachments.map(({ size, kind }) => ({ size, kind }))).toEqual(
    sizes.map((size) => ({ size, kind: 'file' })),
  );
  for (const [n, { id }] of attachments.entries()) {
    const got = await run(host, 'get_attachment', { mailbox, message_id, attachment_id: id });
    expect(
      Buffer.compare((await host.files.read(String(got['file']))).bytes, files[n]?.bytes ?? Buffer.of()),
    ).toBe(0);
  }
});

test('four requests at a time are what a mailbox sees, however many operations run', async () => {
  twin.dials.latencyMs = 5;
  const ids = await Promise.all(Array.from({ length: 20 }, arrive));
  const readAll = (on: TestHost) =>
    Promise.all(ids.map((message_id) => run(on, 'get_message', { mailbox, message_id })));
  await run(host, 'list_folders', { mailbox: TENDER });
  await readAll(host);
  expect(twin.loadOf(SALES).most).toBeLessThanOrEqual(4);
  expect(twin.requests.filter(({ status }) => status === 429)).toEqual([]);
  // Without lanes the same work is turned away.
  const free = hostOn(twin, { lanes: (http: Http) => http });
  await outlook.probe(free);
  await readAll(free).catch(() => undefined);
  expect(twin.requests.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
});

test('a mail to nobody is refused before a draft of it is written', async () => {
  const written = twin.requests.length;
  const mail = { mailbox, subject: 'Offer', to: [] };
  await expect(run(host, 'send_message', mail)).rejects.toThrow('Field "to"');
  await expect(run(host, 'forward', { ...mail, message_id: 'any' })).rejects.toThrow('Field "to"');
  expect(twin.requests).toHaveLength(written);
});
