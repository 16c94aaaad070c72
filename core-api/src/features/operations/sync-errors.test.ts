import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { newId } from '../../db/new-id.ts';

let test: TestCore;
let admin: string;
const buried: string[] = [];

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
  for (const entity of ['north', 'south', 'north', 'south', 'north'] as const) {
    const inboundId = await acceptRaw(test.db, test.ours, rawMail({ to: `sales@${entity}.ours.example` }));
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('sync_errors').insert({
        id: newId(),
        tenant_id: test.ours.id,
        entity_id: test.ours.entities[entity],
        inbound_id: inboundId,
        error_class: 'InvalidMail',
        message: 'It could not be read.',
        traceback: 'InvalidMail: It could not be read.',
        attempts: 4,
        payload_sealed: Buffer.from('sealed payload'),
      }),
    );
    buried.unshift(inboundId);
  }
});
afterAll(() => test.close());

interface Page {
  items: { tracking_id: string }[];
  next_cursor: string | null;
}
const page = async (query: string, token = admin) =>
  (await test.send({ path: `/api/v1/sync-errors/?${query}`, token })).body as Page;

it('lists dead letters newest first, page by page, each once', async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const one: Page = await page(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...one.items.map((item) => item.tracking_id));
    cursor = one.next_cursor;
  }
  expect(seen).toEqual(buried);
});

it('shows what failed and how often, and never the mail', async () => {
  const { items } = await page('limit=1');
  expect(items[0]).toEqual({
    id: expect.any(String),
    tracking_id: buried[0],
    entity_id: test.ours.entities['north'],
    error_class: 'InvalidMail',
    message: 'It could not be read.',
    traceback: 'InvalidMail: It could not be read.',
    attempts: 4,
    created_at: expect.stringMatching(/Z$/),
  });
});

it('shows another tenant none of them', async () => {
  expect((await page('', await test.signIn('admin', 'theirs'))).items).toEqual([]);
});
