import type { Host } from '@pebble/kit/connector';
import { AuthError, ConflictError, InputError, NotFoundError } from '@pebble/kit/errors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { odoo } from '../src/connector.ts';
import { startOdooTwin, type OdooTwin } from './odoo-twin.ts';
import { hostOf, run } from './test-host.ts';

describe.each([18, 19])('any record of Odoo %i', (version) => {
  let twin: OdooTwin;
  let host: Host;
  beforeEach(async () => {
    twin = await startOdooTwin({ version });
    host = hostOf(twin);
  });
  afterEach(() => twin.close());
  const does = (name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> =>
    run(host, name, input);
  const model = 'res.partner';
  const calls = (method: string) =>
    twin.requests.filter(({ path }) => path.endsWith(`/${method}`) || (version < 19 && path === '/jsonrpc'))
      .length;

  test('many are created, read, changed, counted and deleted', async () => {
    const records = Array.from({ length: 450 }, (_, at) => ({
      name: `P ${at}`,
      country_id: at === 0 ? 'Austria' : 2,
    }));
    const made = (await does('create_records', { model, records })) as { ids: string[] };
    expect(made).toMatchObject({ created: 450, left: 0, error: null });
    if (version === 19) expect(calls('create')).toBe(3);
    const ids = made.ids.slice(0, 3);
    await does('update_records', { model, ids, values: { city: 'Wien' } });
    expect(await does('count_records', { model, domain: [['city', '=', 'Wien']] })).toEqual({ count: 3 });
    expect(await does('read_records', { model, ids, fields: ['name', 'country_id'] })).toMatchObject({
      records: [{ name: 'P 0', country_id: { id: 2, name: 'Austria' } }, {}, {}],
    });
    for (const _ of [1, 2])
      expect(await does('delete_records', { model, ids })).toMatchObject({ deleted: true });
    await expect(does('read_records', { model, ids })).rejects.toThrow(NotFoundError);
  });

  test('a long search takes pages in an order that holds, and no page too many', async () => {
    for (let at = 0; at < 1_200; at += 1) twin.server.create('crm.tag', { name: 'Same' });
    const search = async (limit: number) => {
      const { records } = await does('search_records', { model: 'crm.tag', order: 'name desc', limit });
      return new Set((records as { id: number }[]).map(({ id }) => id)).size;
    };
    expect(await search(2_000)).toBe(1_202);
    if (version === 19) expect(calls('search_read')).toBe(3);
    expect(await search(700)).toBe(700);
    if (version === 19) expect(calls('search_read')).toBe(5);
  });

  test('of a batch that fails nothing is written, and the ids of those before are not lost', async () => {
    twin.server.dials.unique(model, 'ref');
    const records = ['a', 'b', 'c', 'c', 'd'].map((ref) => ({ name: 'R', ref }));
    const result = await does('create_records', { model, records, batch: 2 });
    expect(result).toMatchObject({
      created: 2,
      left: 3,
      error: expect.stringContaining('duplicate') as string,
    });
    expect(twin.server.rows(model).filter(({ name }) => name === 'R')).toHaveLength(2);
    const whole = does('create_records', { model, records: [{ name: 'R', ref: 'a' }] });
    await expect(whole).rejects.toThrow(ConflictError);
  });

  test('a record of any model has one key', async () => {
    const tag = { model: 'crm.tag', key: 'steel/ø 12', values: { name: 'Ø 12' } };
    const first = await does('upsert_record', tag);
    expect(await does('upsert_record', tag)).toEqual(first);
    expect(await does('upsert_record', { ...tag, key: 'steel_c3_b8_2012' })).not.toEqual(first);
  });

  test('lines cannot be given with a key, because a repeat would add them again', async () => {
    const values = { partner_id: 6, order_line: [{ name: 'x' }] };
    await expect(does('upsert_record', { model: 'sale.order', key: 'k', values })).rejects.toThrow(
      InputError,
    );
  });

  test('any method can be called, by name or by position', async () => {
    const posted = await does('call_method', {
      model: 'crm.lead',
      method: 'message_post',
      ids: ['1'],
      kwargs: { body: 'Hi' },
    });
    expect(posted).toEqual({ result: [1] });
    const found = await does('call_method', {
      model: 'crm.stage',
      method: 'search',
      args: [[['is_won', '=', true]]],
    });
    expect(found).toEqual({ result: [4] });
    const order = { model: 'crm.lead', method: 'convert_opportunity', ids: ['2'], args: [false, [2]] };
    expect(await does('call_method', order)).toEqual({ result: true });
    expect(twin.server.rows('crm.lead')[1]).toMatchObject({ type: 'opportunity', user_id: 2 });
  });

  test.each([
    [{ method: '_write', ids: ['1'] }, InputError],
    [{ method: 'no_such_thing', ids: ['1'] }, NotFoundError],
    [{ method: 'message_post', ids: ['1'], kwargs: { wrong: 1 } }, InputError],
    [{ method: '../../web', ids: ['1'] }, InputError],
    [{ model: 'crm.lead/x', method: 'search' }, InputError],
  ])('%j is refused', async (input, error) => {
    await expect(does('call_method', { model: 'crm.lead', ...input })).rejects.toThrow(error);
  });

  test('a model that does not exist is told as such', async () => {
    const wrong = does('search_records', { model: 'crm.leed' });
    await expect(wrong).rejects.toThrow(version === 19 ? NotFoundError : InputError);
  });

  test('unknown fields are named wherever they stand', async () => {
    const search = (input: object) => does('search_records', { model: 'crm.lead', ...input });
    await expect(search({ fields: ['nam'] })).rejects.toThrow('no field "nam" (there is name');
    await expect(search({ domain: [['stage', '=', 1]] })).rejects.toThrow(
      'no field "stage" (there is stage_id',
    );
    await expect(search({ order: 'revenue desc' })).rejects.toThrow('no field "revenue"');
  });

  test('what a version lacks is left out of the answer, and is an error only in input', async () => {
    const lead = await does('get_lead', { id: '1' });
    expect(lead).not.toHaveProperty('mobile');
    const mobile = does('update_lead', { id: '1', values: { mobile: '+49 1' } });
    if (version >= 19) await expect(mobile).rejects.toThrow('no field "mobile"');
    else await mobile;
  });

  test('a model is described with its choices', async () => {
    const described = await does('describe_model', { model: 'crm.lead', search: 'priority' });
    expect(described).toMatchObject({
      fields: [{ name: 'priority', type: 'selection', choices: [{ value: '0' }, {}, {}, {}] }],
    });
  });

  test('lookups offer what is there, and the usual models to who may not see the list', async () => {
    const look = (name: string, search = '', input = {}) => odoo.lookups[name]?.(host, search, input);
    expect(await look('stages')).toEqual(
      ['New', 'Qualified', 'Proposition', 'Won'].map((label, at) => ({ value: String(at + 1), label })),
    );
    expect(await look('users', 'nora')).toEqual([{ value: '2', label: 'Nora Feld' }]);
    expect(await look('models', 'crm.lead')).toContainEqual({
      value: 'crm.lead',
      label: 'Lead/Opportunity (crm.lead)',
    });
    expect(await look('fields', 'email_from', { model: 'crm.lead' })).toEqual([
      { value: 'email_from', label: 'email_from (char)' },
    ]);
    twin.server.dials.deny('ir.model');
    expect(await look('models', 'lead')).toEqual([
      { value: 'crm.lead', label: 'Lead / opportunity (crm.lead)' },
    ]);
    twin.server.dials.deny('crm.stage');
    await expect(look('stages')).rejects.toThrow(AuthError);
  });
});

test('an older Odoo without database or login says what to fill in', async () => {
  const twin = await startOdooTwin({ version: 17 });
  const { base_url = '', api_key = '' } = twin.credential;
  await expect(odoo.probe(hostOf(twin, { base_url, api_key }))).rejects.toThrow(
    'fill in the database and the login',
  );
  await twin.close();
});

test('several databases behind one address need the name of one', async () => {
  const twin = await startOdooTwin({ severalDatabases: true });
  const { base_url = '', api_key = '' } = twin.credential;
  await expect(odoo.probe(hostOf(twin, { base_url, api_key }))).rejects.toThrow(NotFoundError);
  await odoo.probe(hostOf(twin));
  await twin.close();
});
