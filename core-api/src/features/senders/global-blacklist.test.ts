import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { newId } from '../../db/new-id.ts';
import { asOwner } from '../../db/owner.ts';
import { addGlobally, listGlobally, removeGlobally } from './global-list-console.ts';
import { dismissOperator, findOperators, nameOperator, type OwnerAccess } from './operators.ts';
import { eventsOf, offer, senderApi } from './testing/sender-api.ts';

let test: TestCore;
let ops: string;
const atConsole = <T>(work: (access: OwnerAccess) => Promise<T>): Promise<T> =>
  asOwner(test.owner, (owner) => work({ owner, db: test.db }));
const globalList = (token: string) => senderApi(test, token, 'global-blacklist');
const mayChange = async (token: string) =>
  (await test.send({ path: '/api/v1/global-blacklist/rights/', token })).body;

beforeAll(async () => {
  test = await createTestCore();
  ops = await test.signIn('ops');
});
afterAll(() => test.close());

describe('before anybody operates the installation', () => {
  it('nobody changes the list, and the answer says what to do instead', async () => {
    const refused = { status: 404, body: { code: 'operator_only' } };
    expect(await globalList(ops).add('x.example')).toMatchObject(refused);
    expect(await globalList(ops).addLines('x.example')).toMatchObject(refused);
    expect(await globalList(ops).note(newId(), 'x')).toMatchObject(refused);
    expect(await globalList(ops).remove(newId())).toBe(404);
    expect((await globalList(ops).add('x.example')).body.hint).toContain('your own blacklist');
    expect(await mayChange(ops)).toEqual({ may_change: false });
  });

  it('the console refuses too, because nobody would answer for the change', async () => {
    await expect(atConsole((one) => addGlobally(one, 'x.example', ''))).rejects.toThrow(/operator SLUG/);
    expect(await atConsole(findOperators)).toEqual([]);
  });
});

describe('naming an operator', () => {
  it('is up to the console, happens once, and stands in the log of the organisation', async () => {
    expect(await atConsole((one) => nameOperator(one, 'ours'))).toBe(true);
    expect(await atConsole((one) => nameOperator(one, 'ours'))).toBe(false);
    expect(await atConsole(findOperators)).toEqual([{ id: test.ours.id, slug: 'ours' }]);
    await expect(atConsole((one) => nameOperator(one, 'nobody'))).rejects.toThrow('"nobody"');
    expect(await eventsOf(test, ['operator.named'])).toEqual([
      { type: 'operator.named', data: {}, actor: 'system' },
    ]);
  });

  it('is beyond the application, whatever code it runs', async () => {
    for (const tenant of [test.ours, test.theirs]) {
      const insert = test.db.withTenant(tenant.scope, (tx) =>
        tx.sql('operator_tenants').insert({ tenant_id: tenant.id }),
      );
      await expect(insert).rejects.toThrow(/permission denied/);
    }
  });
});

describe('the operator', () => {
  it('changes the list for everybody, by its operations people alone, and each change is written down', async () => {
    expect(await mayChange(ops)).toEqual({ may_change: true });
    const added = await globalList(ops).add('Everywhere.example', 'reported');
    expect(added).toMatchObject({ status: 201, body: { pattern: 'everywhere.example', scope: 'global' } });
    const foreign = await test.signIn('admin', 'theirs');
    expect(await offer(test, foreign, { from: 'a@everywhere.example' })).toBe(403);
    expect((await globalList(ops).note(added.body.id, 'thrice')).body.note).toBe('thrice');
    expect((await globalList(ops).addLines('two.example\neverywhere.example')).body).toMatchObject({
      added: 1,
      known: 1,
    });
    const admin = await test.signIn('admin');
    expect((await globalList(admin).add('y.example')).status).toBe(403);
    expect(await mayChange(admin)).toEqual({ may_change: false });
    expect(await globalList(ops).remove(added.body.id)).toBe(204);
    expect(await offer(test, foreign, { from: 'a@everywhere.example' })).toBe(202);
    const types = ['added', 'changed', 'removed'].map((what) => `global_blacklist.${what}`);
    expect((await eventsOf(test, types)).map(({ type }) => type)).toEqual([
      'global_blacklist.added',
      'global_blacklist.changed',
      'global_blacklist.added',
      'global_blacklist.removed',
    ]);
    expect(await eventsOf(test, types, 'theirs')).toEqual([]);
  });

  it('is who the console acts for', async () => {
    const report = await atConsole((one) => addGlobally(one, 'console.example\nnonsense', 'by hand'));
    expect([report.added, report.refused]).toEqual([1, 1]);
    expect((await atConsole(listGlobally)).map(({ pattern }) => pattern)).toEqual([
      'console.example',
      'two.example',
    ]);
    expect(await atConsole((one) => removeGlobally(one, '*.console.example\nnot-there.example'))).toEqual([
      'console.example',
    ]);
    const told = await eventsOf(test, ['global_blacklist.removed']);
    expect(told.at(-1)).toMatchObject({ data: { pattern: 'console.example' }, actor: 'system' });
  });
});

describe('another organisation', () => {
  it('reads the list among its own entries and cannot change it', async () => {
    const foreign = await test.signIn('ops', 'theirs');
    const blacklist = senderApi(test, foreign, 'blacklist');
    await blacklist.add('own.example');
    const { items } = (await blacklist.page()).body;
    expect(items.map(({ pattern, scope }) => [pattern, scope])).toEqual([
      ['own.example', 'tenant'],
      ['two.example', 'global'],
    ]);
    expect(await blacklist.patterns('scope=global')).toEqual(['two.example']);
    expect(await blacklist.patterns('scope=tenant')).toEqual(['own.example']);
    const [entry] = items.filter(({ scope }) => scope === 'global');
    expect(await blacklist.remove(entry?.id ?? '')).toBe(404);
    expect((await globalList(foreign).add('x.example')).body.code).toBe('operator_only');
  });

  it('is held back by the database itself, should the code above forget to ask', async () => {
    const as = <T>(work: Parameters<typeof test.db.withTenant<T>>[1]) =>
      test.db.withTenant(test.theirs.scope, work);
    const insert = as((tx) => tx.sql('global_blacklist').insert({ id: newId(), pattern: 'x.example' }));
    await expect(insert).rejects.toThrow(/row-level security/);
    expect(await as((tx) => tx.sql('global_blacklist').update({ note: 'mine' }))).toBe(0);
    expect(await as((tx) => tx.sql('global_blacklist').delete())).toBe(0);
    expect(await as((tx) => tx.sql('operator_tenants').select())).toEqual([]);
  });
});

it('an operator that is dismissed has the right no longer', async () => {
  expect(await atConsole((one) => dismissOperator(one, 'ours'))).toBe(true);
  expect(await atConsole((one) => dismissOperator(one, 'ours'))).toBe(false);
  expect((await globalList(ops).add('z.example')).body.code).toBe('operator_only');
  expect(await eventsOf(test, ['operator.dismissed'])).toHaveLength(1);
});
