import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { asOwner } from '../../db/owner.ts';

let test: TestCore;
let admin: string;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

const add = (pattern: string, token = admin) =>
  test.send({ method: 'POST', path: '/api/v1/blacklist/', token, body: { pattern, note: 'unwanted' } });
const list = async (token = admin) =>
  (
    (await test.send({ path: '/api/v1/blacklist/', token })).body as {
      items: { id: string; pattern: string; scope: string }[];
    }
  ).items;
const post = (from: string, token = admin) =>
  test.send({
    method: 'POST',
    path: '/api/v1/ingestion/email/',
    token,
    raw: { type: 'message/rfc822', bytes: rawMail({ from }) },
  });

describe('the blacklist', () => {
  it('refuses mail from what was added, with 403 and a code, until it is removed', async () => {
    expect((await post('a@noise.example')).status).toBe(202);
    const added = await add('  NOISE.example ');
    expect(added).toMatchObject({ status: 201, body: { pattern: 'noise.example', scope: 'tenant' } });
    expect(await post('a@noise.example')).toMatchObject({
      status: 403,
      body: { code: 'sender_blacklisted' },
    });
    const { id } = added.body as { id: string };
    expect(
      (await test.send({ method: 'DELETE', path: `/api/v1/blacklist/${id}/`, token: admin })).status,
    ).toBe(204);
    expect((await post('a@noise.example')).status).toBe(202);
  });

  it('belongs to one tenant', async () => {
    const added = (await add('private.example')).body as { id: string };
    const theirs = await test.signIn('admin', 'theirs');
    expect((await list(theirs)).map((entry) => entry.pattern)).not.toContain('private.example');
    expect((await post('a@private.example', theirs)).status).toBe(202);
    const path = `/api/v1/blacklist/${added.id}/`;
    expect((await test.send({ method: 'DELETE', path, token: theirs })).status).toBe(404);
  });

  it('holds each pattern once, and none that matches nothing', async () => {
    await add('once.example');
    expect(await add('once.example')).toMatchObject({ status: 409, body: { code: 'already_exists' } });
    for (const pattern of ['', 'nodot', '@', 'a b.example', 'a@@b.example']) {
      expect((await add(pattern)).status, pattern).toBe(422);
    }
  });

  it('has global entries that hold for everybody and that nobody can remove', async () => {
    await asOwner(test.owner, (client) =>
      client.query(`INSERT INTO global_blacklist (pattern) VALUES ('everywhere.example')`),
    );
    const entry = (await list()).find((one) => one.pattern === 'everywhere.example');
    expect(entry?.scope).toBe('global');
    expect((await post('a@everywhere.example')).status).toBe(403);
    expect((await post('a@everywhere.example', await test.signIn('admin', 'theirs'))).status).toBe(403);
    expect(
      (await test.send({ method: 'DELETE', path: `/api/v1/blacklist/${entry?.id}/`, token: admin })).status,
    ).toBe(404);
  });
});

describe('readiness', () => {
  it('answers without a token when the database does', async () => {
    expect(await test.send({ path: '/readyz' })).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await test.send({ path: '/healthz' })).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});
