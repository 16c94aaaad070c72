import type { MailAccount } from '@pebble/contract/mail-accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { ScriptedImap } from '../../doors/imap/testing/scripted-imap.ts';
import { tokenOf } from './testing/token-of.ts';

let test: TestCore;
let imap: ScriptedImap;
let names = 0;

beforeAll(async () => {
  test = await createTestCore();
  imap = await ScriptedImap.listen();
});
afterAll(async () => {
  await imap.close();
  await test.close();
});

async function call(method: string, path: string, body?: unknown, tenant: 'ours' | 'theirs' = 'ours') {
  const token = await tokenOf(test, 'integrator', tenant);
  return test.send({ method, path: `/api/v1/mail-accounts/${path}`, token, ...(body ? { body } : {}) });
}

const settings = () => ({
  name: `Account ${(names += 1)}`,
  ...{ host: '127.0.0.1', port: imap.port, tls: 'none', user: imap.user, password: imap.password },
  mailbox: 'sales@north.ours.example',
});
const create = async (change: object = {}) =>
  (await call('POST', '', { ...settings(), ...change })).body as MailAccount;

function eventsOf(id: string) {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('events')
      .whereRaw(`data->>'account_id' = ?`, [id])
      .orderBy('id')
      .select<{ type: string; data: Record<string, unknown> }[]>('type', 'data'),
  );
}

describe('an account', () => {
  it('is made with sensible defaults, waits for a worker, and never shows its password', async () => {
    const body = { ...settings(), host: 'imap.ours.example', port: undefined, tls: undefined };
    const reply = await call('POST', '', body);
    expect(reply).toMatchObject({
      status: 201,
      body: {
        ...{ port: 993, tls: 'implicit', folder: 'INBOX', mode: 'live', enabled: true },
        ...{ after_accept: 'nothing', start_from: 'now', state: 'waiting', position: null },
        counts: { received: 0, accepted: 0, refused: 0, last_at: null },
      },
    });
    const { id } = reply.body as MailAccount;
    const list = await call('GET', '');
    const shown = JSON.stringify([reply.body, list.body, await eventsOf(id)]);
    expect(shown).not.toContain(imap.password);
    expect(shown).not.toContain('sealed');
    const [row] = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mail_accounts').where({ id }).select('password_sealed'),
    );
    expect((row as { password_sealed: Buffer }).password_sealed.includes(imap.password)).toBe(false);
  });

  it('is changed, and the log tells what, but neither password nor certificate', async () => {
    const { id } = await create();
    const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    const reply = await call('PATCH', `${id}/`, { folder: 'Sales', ca, password: 'another password' });
    expect(reply).toMatchObject({ status: 200, body: { folder: 'Sales', ca } });
    const { type, data } = (await eventsOf(id)).at(-1) ?? {};
    expect(type).toBe('mail_account.changed');
    expect(data).toEqual({
      ...{ account_id: id, password_changed: true, reads_again: false },
      before: { folder: 'INBOX', ca: null },
      after: { folder: 'Sales', ca: 'given' },
    });
    expect(JSON.stringify(data)).not.toMatch(/another password|MIIB/);
  });

  it('that is changed to what it is stays as it is, without an event', async () => {
    const { id } = await create();
    expect((await call('PATCH', `${id}/`, { folder: 'INBOX' })).status).toBe(200);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('is sent to another server only by somebody who knows its password', async () => {
    const { id } = await create();
    for (const change of [{ host: 'evil.example' }, { port: 1143 }, { tls: 'implicit' }, { user: 'other' }]) {
      expect(await call('PATCH', `${id}/`, change), JSON.stringify(change)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'body.password' }] },
      });
    }
    expect((await call('PATCH', `${id}/`, { host: 'new.example', password: 'new' })).status).toBe(200);
  });

  it('needs a folder to move to, a mailbox that is there, and a name of its own', async () => {
    const refused = async (change: object) => await call('POST', '', { ...settings(), ...change });
    expect(await refused({ after_accept: 'move' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.move_to' }] },
    });
    expect(await refused({ mailbox: 'nobody@ours.example' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.mailbox' }] },
    });
    const { name } = await create();
    expect(await refused({ name })).toMatchObject({ status: 409 });
    const { id } = await create({ after_accept: 'move', move_to: 'Done' });
    expect((await call('PATCH', `${id}/`, { move_to: null })).status).toBe(422);
    expect((await call('PATCH', `${id}/`, { move_to: null, after_accept: 'nothing' })).status).toBe(200);
  });

  it.each([
    { host: 'a b' },
    { host: 'x\r\ny' },
    { user: 'a\r\nb' },
    { folder: 'a\nb' },
    { port: 0 },
    { tls: 'ssl' },
    { ca: 'not a certificate' },
    { start_from: 'yesterday' },
  ])('with %j is refused', async (change) => {
    expect((await call('POST', '', { ...settings(), ...change })).status).toBe(422);
  });

  it('that is deleted is gone with its password and its position', async () => {
    const { id } = await create();
    expect((await call('DELETE', `${id}/`)).status).toBe(204);
    expect((await call('PATCH', `${id}/`, { enabled: false })).status).toBe(404);
    expect((await eventsOf(id)).at(-1)?.type).toBe('mail_account.deleted');
  });

  it('is nothing to another organisation', async () => {
    const { id } = await create();
    const list = await call('GET', '', undefined, 'theirs');
    expect(JSON.stringify(list.body)).not.toContain(id);
    expect((await call('PATCH', `${id}/`, { enabled: false }, 'theirs')).status).toBe(404);
    expect((await call('DELETE', `${id}/`, undefined, 'theirs')).status).toBe(404);
    expect((await call('POST', `${id}/test/`, undefined, 'theirs')).status).toBe(404);
    expect((await call('GET', `${id}/reports/`, undefined, 'theirs')).status).toBe(404);
  });
});

describe('a position', () => {
  const positions = (id: string) =>
    test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mail_cursors').where({ account_id: id }).orderBy('mode').pluck('mode'),
    );
  async function read(id: string): Promise<void> {
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mail_cursors').insert(
        ['live', 'shadow'].map((mode) => ({
          ...{ tenant_id: test.ours.id, account_id: id, mode, uid_validity: 1, last_uid: 9 },
        })),
      ),
    );
  }

  it('is kept through changes that do not concern it', async () => {
    const { id } = await create();
    await read(id);
    const reply = await call('PATCH', `${id}/`, { name: `Renamed ${id}`, password: 'new' });
    expect(reply.body).toMatchObject({ position: { uid_validity: 1, last_uid: 9 } });
  });

  it('is forgotten when the account leads to another folder', async () => {
    const { id } = await create();
    await read(id);
    await call('PATCH', `${id}/`, { folder: 'Other' });
    expect(await positions(id)).toEqual([]);
  });

  it('is begun anew, of the present mode only, when the owner says from where', async () => {
    const { id } = await create();
    await read(id);
    await call('PATCH', `${id}/`, { start_from: 'beginning' });
    expect(await positions(id)).toEqual(['shadow']);
    await call('PATCH', `${id}/`, { mode: 'shadow', start_from: 'beginning' });
    expect(await positions(id)).toEqual([]);
  });
});

describe('a look at the server', () => {
  const look = async (change: object) => {
    const { id } = await create({ enabled: false, ...change });
    return (await call('POST', `${id}/test/`)).body as { ok: boolean; detail: string; duration_ms: number };
  };

  it('says how many mails the folder holds', async () => {
    imap.append(Buffer.from('From: a@b.example\r\n\r\nx'));
    const seen = await look({});
    expect(seen).toMatchObject({ ok: true, detail: expect.stringContaining('holds 1 mails') });
    expect(seen.duration_ms).toBeGreaterThanOrEqual(0);
    expect(imap.commands.filter((command) => command.startsWith('SELECT'))).toEqual([]);
  });

  it('says in plain words what is wrong', async () => {
    expect(await look({ password: 'wrong' })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('Check user and password'),
    });
    expect(await look({ folder: 'Nowhere' })).toMatchObject({
      ok: false,
      detail: 'There is no folder Nowhere that the user may read.',
    });
    expect(await look({ port: 1 })).toMatchObject({ ok: false, detail: expect.stringContaining('port 1') });
  });
});
