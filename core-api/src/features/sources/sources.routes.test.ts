import { randomUUID } from 'node:crypto';
import type { Source } from '@pebble/contract/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { tokenOf } from './testing/token-of.ts';
import { deliver, newSource, type NewSource } from './testing/webhook.ts';

let test: TestCore;

beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

async function call(
  method: string,
  path: string,
  body?: unknown,
  tenant: 'ours' | 'theirs' = 'ours',
  role: 'integrator' | 'ops' = 'integrator',
) {
  return test.send({ method, path, token: await tokenOf(test, role, tenant), ...(body ? { body } : {}) });
}
const pathOf = (id: string, more = '') => `/api/v1/sources/${id}/${more}`;
const list = async (tenant: 'ours' | 'theirs' = 'ours') =>
  ((await call('GET', '/api/v1/sources/', undefined, tenant)).body as { items: Source[] }).items;
const rotate = async (id: string, grace_hours: number) =>
  (await call('POST', pathOf(id, 'secret/'), { grace_hours })).body as NewSource;

function eventsOf(id: string) {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('events')
      .whereRaw(`data->>'source_id' = ?`, [id])
      .orderBy('id')
      .select<{ type: string; data: Record<string, unknown>; actor: string }[]>('type', 'data', 'actor'),
  );
}

describe('a source', () => {
  it('is made with a secret that is shown this once and kept sealed', async () => {
    const { source, secret } = await newSource(test, { name: 'Website form' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(source).toMatchObject({
      ...{ name: 'Website form', mode: 'live', enabled: true, mailbox: null, mapping: null },
      path: `/api/v1/sources/${source.id}/`,
      counts: { received: 0, accepted: 0, refused: 0, last_at: null },
      secrets: [{ expires_at: null }],
    });
    const shown = JSON.stringify([await list(), await eventsOf(source.id)]);
    expect(shown).not.toContain(secret.slice(6, 20));
    const [row] = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('webhook_secrets').where({ source_id: source.id }).select('secret_sealed'),
    );
    expect((row as { secret_sealed: Buffer }).secret_sealed.includes(secret.slice(6))).toBe(false);
  });

  it('is changed field by field, and each change is in the log with what was there before', async () => {
    const { source } = await newSource(test, { name: 'Before' });
    const reply = await call('PATCH', pathOf(source.id), { name: 'After', rate_per_minute: 5 });
    expect(reply).toMatchObject({ status: 200, body: { name: 'After', rate_per_minute: 5, mode: 'live' } });
    const same = await call('PATCH', pathOf(source.id), { name: 'After' });
    expect(same.status).toBe(200);
    expect((await eventsOf(source.id)).slice(1)).toEqual([
      {
        type: 'source.changed',
        actor: expect.stringMatching(/^user:/),
        data: {
          source_id: source.id,
          before: { name: 'Before', rate_per_minute: 600 },
          after: { name: 'After', rate_per_minute: 5 },
        },
      },
    ]);
  });

  it('gets a mapping and loses it again', async () => {
    const { source } = await newSource(test);
    const mapping = { from: 'email', subject: { text: 'Lead' }, body: ['message', 'phone'] };
    expect(await call('PATCH', pathOf(source.id), { mapping })).toMatchObject({ body: { mapping } });
    expect(await call('PATCH', pathOf(source.id), { mapping: null })).toMatchObject({
      body: { mapping: null },
    });
    const wrong = await call('PATCH', pathOf(source.id), { mapping: { ...mapping, from: 'a..b' } });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
  });

  it('has a name of its own and a mailbox that is there', async () => {
    await newSource(test, { name: 'Taken' });
    const body = { name: 'Taken' };
    expect(await call('POST', '/api/v1/sources/', body)).toMatchObject({
      status: 409,
      body: { code: 'already_exists' },
    });
    const { source } = await newSource(test);
    expect(await call('PATCH', pathOf(source.id), body)).toMatchObject({ status: 409 });
    const mailbox = { mailbox: 'sales@north.theirs.example' };
    expect(await call('PATCH', pathOf(source.id), mailbox)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.mailbox' }] },
    });
  });

  it('that is deleted takes nothing more, and its mail stays', async () => {
    const made = await newSource(test);
    const reply = await deliver(test, made);
    expect((await call('DELETE', pathOf(made.source.id))).status).toBe(204);
    expect((await deliver(test, made)).status).toBe(401);
    expect((await call('DELETE', pathOf(made.source.id))).status).toBe(404);
    const { tracking_id } = reply.body as { tracking_id: string };
    const kept = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('inbound_emails').where({ id: tracking_id }).first('id'),
    );
    expect(kept).toBeDefined();
    expect((await eventsOf(made.source.id)).at(-1)?.type).toBe('source.deleted');
  });
});

describe('another organisation', () => {
  it('sees no source of ours and changes none', async () => {
    const { source } = await newSource(test);
    expect((await list('theirs')).map(({ id }) => id)).not.toContain(source.id);
    for (const [method, path, body] of [
      ['PATCH', pathOf(source.id), { enabled: false }],
      ['DELETE', pathOf(source.id), undefined],
      ['POST', pathOf(source.id, 'secret/'), { grace_hours: 0 }],
      ['POST', pathOf(source.id, 'test/'), { payload: {} }],
      ['GET', pathOf(source.id, 'reports/'), undefined],
    ] as const) {
      expect((await call(method, path, body, 'theirs')).status, `${method} ${path}`).toBe(404);
    }
    expect((await list()).find(({ id }) => id === source.id)?.enabled).toBe(true);
  });
});

describe('a secret', () => {
  it('that is rotated stays good for a while beside the new one', async () => {
    const made = await newSource(test);
    const { source, secret } = await rotate(made.source.id, 24);
    expect(secret).not.toBe(made.secret);
    expect(source.secrets).toHaveLength(2);
    expect(source.secrets.map(({ expires_at }) => expires_at === null)).toEqual([true, false]);
    expect((await deliver(test, made)).status).toBe(202);
    expect((await deliver(test, { ...made, secret })).status).toBe(202);
    expect((await eventsOf(source.id)).at(-1)).toMatchObject({
      type: 'source.secret_rotated',
      data: { grace_hours: 24 },
    });
  });

  it('that is rotated without grace is worth nothing at once', async () => {
    const made = await newSource(test);
    const { source, secret } = await rotate(made.source.id, 0);
    expect(source.secrets).toHaveLength(1);
    expect((await deliver(test, made)).status).toBe(401);
    expect((await deliver(test, { ...made, secret })).status).toBe(202);
  });

  it('ends when its time is over, and a later rotation does not put that off', async () => {
    const made = await newSource(test);
    await rotate(made.source.id, 1);
    const { source } = await rotate(made.source.id, 100);
    const [, second, first] = source.secrets;
    expect(Date.parse(first?.expires_at ?? '')).toBeLessThan(Date.parse(second?.expires_at ?? ''));
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('webhook_secrets')
        .where({ id: first?.id })
        .update({ expires_at: tx.sql.raw(`now() - interval '1 second'`) }),
    );
    expect((await deliver(test, made)).status).toBe(401);
  });

  it('is one of five at most, however often somebody rotates', async () => {
    const made = await newSource(test);
    let last = made;
    for (let turn = 0; turn < 7; turn += 1) last = await rotate(made.source.id, 24);
    expect(last.source.secrets).toHaveLength(5);
    expect((await deliver(test, made)).status).toBe(401);
    expect((await deliver(test, last)).status).toBe(202);
  });
});

describe('trying out', () => {
  it('says what would become of a payload, and leaves nothing behind', async () => {
    const mapping = { from: 'email', subject: 'topic', body: 'message' };
    const { source } = await newSource(test, { mapping });
    const payload = {
      email: 'ada@buyer.example',
      topic: 'Request for quotation: valves',
      message: 'Please quote.',
    };
    const reply = await call('POST', pathOf(source.id, 'test/'), { payload });
    expect(reply).toMatchObject({ status: 200, body: { outcome: 'created', board: expect.any(String) } });
    const bad = await call('POST', pathOf(source.id, 'test/'), { payload: { topic: 'x' } });
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ path: 'body.email' }] } });
    const mails = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('inbound_emails').where({ subject: payload.topic }).select('id'),
    );
    expect(mails).toEqual([]);
  });

  it('for real, in shadow mode: deliveries are only reported, each once', async () => {
    const shadow = await newSource(test, { mode: 'shadow' });
    const from = `${randomUUID()}@buyer.example`;
    const payload = { subject: 'RFQ', from, body: 'Please quote.' };
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await deliver(test, shadow, { id: 'delivery-1', payload })).toMatchObject({
        status: 202,
        body: { state: 'shadow', tracking_id: null },
      });
    }
    const reports = await call('GET', pathOf(shadow.source.id, 'reports/'), undefined, 'ours', 'ops');
    expect(reports.body).toMatchObject({
      items: [
        {
          ...{ key: 'delivery-1', mode: 'shadow', from, subject: 'RFQ' },
          rehearsal: { outcome: 'created' },
        },
      ],
      next_cursor: null,
    });
    const mails = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('inbound_emails').where({ from_address: from }).select('id'),
    );
    expect(mails).toEqual([]);
  });
});

describe('reports', () => {
  it('tell the owner why a delivery was refused, page by page', async () => {
    const made = await newSource(test);
    for (const id of ['a', 'b', 'c']) await deliver(test, made, { id, payload: { subject: 'no mail' } });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const reply = await call('GET', pathOf(made.source.id, `reports/?limit=2${query}`));
      const page = reply.body as {
        items: { key: string; rehearsal: { reason: string } }[];
        next_cursor: string | null;
      };
      for (const { key, rehearsal } of page.items) {
        seen.push(key);
        expect(rehearsal).toMatchObject({
          outcome: 'rejected',
          reason: expect.stringContaining('body.from'),
        });
      }
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['c', 'b', 'a']);
  });
});
