import { newId } from '../../db/new-id.ts';
import { JsonMail } from '@pebble/contract/ingestion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { acceptBatch } from '../ingestion/accept-batch.ts';
import { fromJsonMail } from '../ingestion/incoming-mail.ts';
import { lockInbound } from './inbound-mail.ts';
import { MailStore } from './mail-store.ts';
import { place } from './place-mail.ts';

let test: TestDatabase;
let ours: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
  theirs = await seedTenant(test.db, 'theirs');
});
afterAll(() => test.close());

async function acceptJson(text: string): Promise<string> {
  const bytes = Buffer.from(text);
  const mail = fromJsonMail(JsonMail.parse(JSON.parse(new TextDecoder().decode(bytes))), bytes);
  const trackingId = newId();
  const offer = { mail, trackingId, correlationId: `json-${trackingId}` };
  const [verdict] = await test.db.withTenant(ours.scope, (tx) => acceptBatch(tx, [offer]));
  if (verdict) throw verdict;
  return trackingId;
}

const load = (store: MailStore, id: string, tenant = ours) =>
  test.db.withTenant(tenant.scope, (tx) => store.load(tx, id));

async function cardMail(trackingId: string) {
  const store = new MailStore();
  const decision = { stream: 'crm', intent: 'new_enquiry', probability: 0.9, decided_by: 'rules' } as const;
  await test.db.withTenant(ours.scope, async (tx) => {
    const inbound = await lockInbound(tx, trackingId);
    await place(
      tx,
      { inbound, mail: await store.load(tx, trackingId), claimed: false },
      { ...decision, triage: false, reasons: [] },
    );
  });
  return test.db.withTenant(ours.scope, (tx) =>
    tx
      .sql<{ inbound_id: string; subject: string; text_body: string; from_name: string }>('emails')
      .where({ inbound_id: trackingId })
      .first('subject', 'text_body', 'from_name'),
  );
}

describe('a stored mail', () => {
  it('is parsed once and found again without the database', async () => {
    const store = new MailStore();
    const id = await acceptRaw(test.db, ours, rawMail());
    expect(await load(store, id)).toBe(await load(store, id));
  });

  it('is not kept when it is large, and the oldest is let go when there are many', async () => {
    const store = new MailStore(null, 8);
    const large = await acceptRaw(test.db, ours, rawMail({ body: 'x'.repeat(600 * 1024) }));
    expect(await load(store, large)).not.toBe(await load(store, large));
    const first = await acceptRaw(test.db, ours, rawMail());
    const before = await load(store, first);
    for (let n = 0; n < 8; n += 1) await load(store, await acceptRaw(test.db, ours, rawMail()));
    expect(await load(store, first)).not.toBe(before);
  });

  it('is nobody else’s, also from memory', async () => {
    const store = new MailStore();
    const id = await acceptRaw(test.db, ours, rawMail());
    await load(store, id);
    await expect(load(store, id, theirs)).rejects.toMatchObject({ code: 'job_closed' });
  });
});

describe('a mail with bytes that no column holds', () => {
  it('reaches its card from JSON, even after a byte order mark', async () => {
    const json =
      '{"subject":"a\\u0000b \\ud83d","from":"A\\u0000da <ada@b.example>","body":"half \\ude00, NUL \\u0000."}';
    expect(await cardMail(await acceptJson(`\uFEFF${json}`))).toEqual({
      subject: 'ab \uFFFD',
      from_name: 'Ada',
      text_body: 'half \uFFFD, NUL .',
    });
  });

  it('reaches its card from raw mail, with NUL and broken UTF-8 in every part', async () => {
    const bytes = Buffer.concat([
      Buffer.from('From: A\0da <ada@b.example>\r\nTo: sales@north.ours.example\r\nSubject: a\0b '),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNUL \0 and '),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from(' survive.\r\n'),
    ]);
    const mail = await cardMail(await acceptRaw(test.db, ours, bytes));
    expect(mail?.text_body).toMatch(/^NUL {2}and .*survive\.$/);
    expect(mail?.subject).toMatch(/^ab/);
    expect(mail?.from_name).toBe('Ada');
  });
});
