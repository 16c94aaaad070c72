import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { lockInbound } from '../features/jobs/inbound-mail.ts';
import type { FetchResult } from '../mail/fetch-guard.ts';
import { parseMail } from '../mail/parse-mail.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';
import { storeAttachments } from './store-attachments.ts';

let test: TestDatabase;
let ours: SeededTenant;
const asked: string[] = [];

const RESULTS: Record<string, FetchResult> = {
  'https://files.example/po%20one.pdf?token=secret': {
    ok: true,
    content: Buffer.from('pdf'),
    contentType: 'application/pdf',
    filename: 'po one.pdf',
  },
  'http://10.0.0.1/inner.txt': { ok: false, kind: 'refused', reason: 'the address is not public' },
  'https://slow.example/a%ZZ/': { ok: false, kind: 'failed', reason: 'it took too long' },
};

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

async function store(change: Partial<ParsedMail>, times = 1): Promise<string> {
  const raw = rawMail();
  const id = await acceptRaw(test.db, ours, raw);
  const mail = { ...(await parseMail(raw)), ...change };
  const inbound = await test.db.withTenant(ours.scope, (tx) => lockInbound(tx, id));
  const fetchFile = async (url: string): Promise<FetchResult> => {
    asked.push(url);
    return RESULTS[url] ?? { ok: false, kind: 'failed', reason: 'unknown' };
  };
  for (let n = 0; n < times; n += 1)
    await storeAttachments({ db: test.db, fetchFile }, ours.scope, inbound, mail);
  return id;
}

const rows = (id: string) =>
  test.db.withTenant(ours.scope, (tx) =>
    tx
      .sql('attachments')
      .where({ inbound_id: id })
      .orderBy('position')
      .select('filename', 'content_type', 'size', 'state', 'reason', 'content'),
  );

it('keeps the parts of a mail byte for byte', async () => {
  const part = {
    filename: 'po.pdf',
    contentType: 'application/pdf',
    size: 3,
    content: Buffer.from([0, 255, 7]),
    contentId: null,
    inline: false,
  };
  expect(await rows(await store({ attachments: [part] }))).toEqual([
    {
      filename: 'po.pdf',
      content_type: 'application/pdf',
      size: 3,
      state: 'stored',
      reason: null,
      content: Buffer.from([0, 255, 7]),
    },
  ]);
});

it('fetches what URLs point to, and keeps why when it may not or cannot', async () => {
  const stored = await rows(await store({ attachmentUrls: Object.keys(RESULTS) }));
  expect(stored).toEqual([
    expect.objectContaining({ filename: 'po one.pdf', state: 'stored', content: Buffer.from('pdf') }),
    expect.objectContaining({
      filename: 'inner.txt',
      state: 'refused',
      reason: 'the address is not public',
      content: null,
    }),
    expect.objectContaining({
      filename: 'attachment',
      state: 'failed',
      reason: 'it took too long',
      content: null,
    }),
  ]);
});

it.each([
  ['bytes that are no text', 'https://files.example/%FF.pdf', '%FF.pdf'],
  ['a NUL, which Postgres refuses', 'https://files.example/a%00b.pdf', 'ab.pdf'],
  ['a folder', 'https://files.example/..%2F..%2Fpasswd', 'passwd'],
])('names a file that could not be fetched whose address holds %s', async (_, url, filename) => {
  expect(await rows(await store({ attachmentUrls: [url] }))).toMatchObject([{ filename, state: 'failed' }]);
});

it('neither stores nor fetches again when the job repeats', async () => {
  asked.length = 0;
  const id = await store({ attachmentUrls: ['http://10.0.0.1/inner.txt'] }, 3);
  expect(asked).toHaveLength(1);
  expect(await rows(id)).toHaveLength(1);
});

it('tells fetching and refusing in the log, without the address', async () => {
  const id = await store({ attachmentUrls: Object.keys(RESULTS) });
  const events = await test.db.withTenant(ours.scope, (tx) =>
    tx
      .sql('events')
      .where({ inbound_id: id })
      .whereNot({ type: 'mail.accepted' })
      .orderBy('id')
      .select('type', 'data'),
  );
  expect(events.map((event) => event.type)).toEqual([
    'attachment.fetched',
    'attachment.refused',
    'attachment.refused',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/token|10\.0\.0\.1|slow\.example/);
});
