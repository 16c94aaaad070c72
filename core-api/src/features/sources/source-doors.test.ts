import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { newAccount } from '../../doors/imap/testing/imap-fixture.ts';
import { newSource } from './testing/webhook.ts';

let test: TestCore;

beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

const raw = async (statement: string, values: string[] = []) =>
  (await test.db.pool.raw<{ rows: Record<string, unknown>[] }>(statement, values)).rows;

describe('the door of mailboxes', () => {
  it('tells the tenant of one whole address, in any case of letters, and nothing else', async () => {
    expect(await test.db.tenantsOfMailbox('sales@north.ours.example')).toEqual([test.ours.id]);
    expect(await test.db.tenantsOfMailbox('SALES@North.Theirs.example')).toEqual([test.theirs.id]);
    const rows = await raw('SELECT * FROM door_tenants_of_mailbox(?)', ['sales@north.ours.example']);
    expect(rows).toEqual([{ tenant_id: test.ours.id }]);
  });

  it.each(['%', 'sales@%', '', "' OR true --", 'sales', 'sales@north.ours.example '])(
    'finds nobody for %j',
    async (address) => {
      expect(await test.db.tenantsOfMailbox(address)).toEqual([]);
    },
  );

  it('tells two at most: more is not needed to know that it is not clear', async () => {
    for (const tenant of [test.ours, test.theirs]) {
      await test.db.withTenant(tenant.scope, (tx) =>
        tx.sql('mailboxes').insert({
          ...{ id: randomUUID(), tenant_id: tenant.id, entity_id: tenant.entities['north'] },
          address: 'both@claimed.example',
        }),
      );
    }
    const found = await test.db.tenantsOfMailbox('both@claimed.example');
    expect(found.sort()).toEqual([test.ours.id, test.theirs.id].sort());
  });
});

describe('the door of sources', () => {
  it('tells whose a source is, and not what it is', async () => {
    const { source } = await newSource(test);
    expect(await test.db.tenantOfSource(source.id)).toBe(test.ours.id);
    expect(await test.db.tenantOfSource(randomUUID())).toBeNull();
    expect(await raw('SELECT * FROM door_tenant_of_source(?)', [source.id])).toEqual([
      { tenant_id: test.ours.id },
    ]);
  });
});

describe('the door of mail accounts', () => {
  it('tells who has one to be read, and nothing about it', async () => {
    expect(await test.db.tenantsWithMailAccounts()).toEqual([]);
    const nowhere = { port: 9, user: 'u', password: 'p' };
    await newAccount(test, nowhere, { enabled: false });
    expect(await test.db.tenantsWithMailAccounts()).toEqual([]);
    await newAccount(test, nowhere);
    await newAccount(test, nowhere);
    expect(await raw('SELECT * FROM door_tenants_with_mail_accounts()')).toEqual([
      { tenant_id: test.ours.id },
    ]);
  });
});

describe('around the doors', () => {
  it.each([
    'webhook_sources',
    'webhook_secrets',
    'mail_accounts',
    'mail_cursors',
    'door_reports',
    'mailboxes',
  ])('nothing of %s is seen without a tenant, nor by another one', async (table) => {
    await newSource(test);
    expect(await raw(`SELECT * FROM ${table}`)).toEqual([]);
    const rows = await test.db.withTenant(test.theirs.scope, (tx) =>
      tx.sql(table).where({ tenant_id: test.ours.id }).select('tenant_id'),
    );
    expect(rows).toEqual([]);
  });

  it.each([
    ['the tenant of a source', `UPDATE webhook_sources SET tenant_id = scope_tenant()`],
    ['what a secret belongs to', `UPDATE webhook_secrets SET source_id = gen_random_uuid()`],
    ['when a secret was made', `UPDATE webhook_secrets SET created_at = now()`],
    ['a mailbox', `UPDATE mailboxes SET address = 'x@y.example'`],
    ['the role behind the doors', 'SET ROLE pebble_doors'],
  ])('there is no way to change %s', async (_, sql) => {
    const attempt = test.db.withTenant(test.ours.scope, (tx) => tx.sql.raw(sql));
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('a source and an account of one tenant cannot point at a mailbox of another', async () => {
    const mailbox = 'sales@north.theirs.example';
    const source = { id: randomUUID(), tenant_id: test.ours.id, name: 'x', mode: 'live', enabled: true };
    const attempt = test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('webhook_sources').insert({ ...source, rate_per_minute: 1, mailbox }),
    );
    await expect(attempt).rejects.toThrow(/foreign key/);
  });
});
