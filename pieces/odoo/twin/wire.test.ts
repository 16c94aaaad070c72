import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOdooTwin, type OdooTwin } from './odoo-twin.ts';

// What the twin says on the line, without the connector in between.
let twin: OdooTwin;
afterEach(() => twin.close());

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${twin.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text.startsWith('<') ? text : (JSON.parse(text) as Record<string, unknown>),
  };
}

describe('JSON-2', () => {
  beforeEach(async () => {
    twin = await startOdooTwin({ version: 19, severalDatabases: true });
  });
  const call = (path: string, body: unknown, headers = {}) =>
    post(`/json/2/${path}`, body, {
      authorization: `bearer ${twin.apiKey}`,
      'x-odoo-database': twin.db,
      ...headers,
    });

  test('answers with the bare value', async () => {
    expect(await call('crm.lead/search_count', { domain: [] })).toEqual({ status: 200, body: 2 });
    expect(
      await call('crm.stage/search_read', { domain: [['is_won', '=', true]], fields: ['name'] }),
    ).toMatchObject({ body: [{ id: 4, name: 'Won' }] });
  });

  test.each([
    [
      'a wrong key',
      'crm.lead/search_count',
      { domain: [] },
      { authorization: 'bearer x' },
      401,
      'werkzeug.exceptions.Unauthorized',
    ],
    [
      'another database',
      'crm.lead/search_count',
      { domain: [] },
      { 'x-odoo-database': 'other' },
      404,
      'werkzeug.exceptions.NotFound',
    ],
    ['no such model', 'crm.leed/search_count', { domain: [] }, {}, 404, 'werkzeug.exceptions.NotFound'],
    ['no such method', 'crm.lead/fly', {}, {}, 404, 'werkzeug.exceptions.NotFound'],
    ['a private method', 'crm.lead/_write', { ids: [1] }, {}, 403, 'odoo.exceptions.AccessError'],
    [
      'ids for a method of the model',
      'crm.lead/search',
      { ids: [1], domain: [] },
      {},
      422,
      'werkzeug.exceptions.UnprocessableEntity',
    ],
    [
      'an argument too many',
      'crm.lead/read',
      { ids: [1], colour: 1 },
      {},
      422,
      'werkzeug.exceptions.UnprocessableEntity',
    ],
    [
      'an argument too few',
      'crm.lead/write',
      { ids: [1] },
      {},
      422,
      'werkzeug.exceptions.UnprocessableEntity',
    ],
    ['an unknown field', 'crm.lead/read', { ids: [1], fields: ['colour'] }, {}, 500, 'builtins.ValueError'],
    ['a record that is gone', 'crm.lead/read', { ids: [99] }, {}, 404, 'odoo.exceptions.MissingError'],
    [
      'no json',
      'crm.lead/search',
      {},
      { 'content-type': 'text/plain' },
      415,
      'werkzeug.exceptions.UnsupportedMediaType',
    ],
  ])('%s', async (_, path, body, headers, status, name) => {
    const answer = await call(path, body, headers);
    expect(answer).toMatchObject({ status, body: { name, debug: expect.any(String) as string } });
  });

  test('reading with GET is not how it is called', async () => {
    expect((await fetch(`${twin.url}/json/2/crm.lead/search`)).status).toBe(405);
  });

  test('a call that fails has done nothing', async () => {
    const vals_list = [{ name: 'Good' }, { name: 'Bad', type: 'neither' }];
    expect(await call('crm.lead/create', { vals_list })).toMatchObject({ status: 500 });
    expect(twin.server.rows('crm.lead')).toHaveLength(2);
  });
});

describe('JSON-RPC', () => {
  beforeEach(async () => {
    twin = await startOdooTwin({ version: 18 });
  });
  const rpc = async (service: string, method: string, args: unknown[]) =>
    (await post('/jsonrpc', { jsonrpc: '2.0', method: 'call', id: 7, params: { service, method, args } }))
      .body;
  const execute = (model: string, method: string, ...rest: unknown[]) =>
    rpc('object', 'execute_kw', [twin.db, 1, twin.apiKey, model, method, ...rest]);

  test('says its version and who signs in, and false to who may not', async () => {
    expect(await rpc('common', 'version', [])).toMatchObject({ id: 7, result: { server_version: '18.0' } });
    expect(await rpc('common', 'authenticate', [twin.db, twin.login, twin.apiKey, {}])).toMatchObject({
      result: 1,
    });
    expect(await rpc('common', 'authenticate', [twin.db, twin.login, 'wrong', {}])).toMatchObject({
      result: false,
    });
  });

  test('tells failures inside a success', async () => {
    const failed = await rpc('object', 'execute_kw', [twin.db, 1, 'wrong', 'crm.lead', 'search', [[]]]);
    expect(failed).toMatchObject({ error: { code: 200, data: { name: 'odoo.exceptions.AccessDenied' } } });
    expect(await execute('crm.leed', 'search', [[]])).toMatchObject({
      error: { data: { name: 'builtins.KeyError' } },
    });
    expect(await execute('crm.lead', 'read', [[1]], { colour: 1 })).toMatchObject({
      error: { data: { name: 'builtins.TypeError' } },
    });
  });

  test('wants what is created by position, and keeps nothing for itself', async () => {
    expect(await execute('crm.tag', 'create', [], { vals_list: [{ name: 'x' }] })).toMatchObject({
      error: { data: { name: 'builtins.IndexError' } },
    });
    expect(await execute('crm.tag', 'create', [{ name: 'x' }])).toMatchObject({ result: 3 });
    expect(await execute('crm.tag', 'create', [[{ name: 'y' }]])).toMatchObject({ result: [4] });
  });

  test('does not know the newer protocol', async () => {
    expect(await post('/json/2/crm.lead/search', {})).toMatchObject({
      status: 404,
      body: expect.stringContaining('<') as string,
    });
    expect((await fetch(`${twin.url}/web/version`)).status).toBe(404);
    expect((await post('/web/webclient/version_info', {})).body).toMatchObject({
      result: { server_serie: '18.0' },
    });
  });

  test('groups and counts', async () => {
    const groups = await execute('crm.lead', 'read_group', [[], ['id'], ['stage_id']]);
    expect(groups).toMatchObject({ result: [{ stage_id: [2, 'Qualified'], __count: 1 }, { __count: 1 }] });
  });
});

describe('the door for people', () => {
  beforeEach(async () => {
    twin = await startOdooTwin();
  });
  const door = (path: string, body: unknown) =>
    fetch(`${twin.url}/__twin/${path}`, { method: 'POST', body: JSON.stringify(body) });

  test('shows rows and changes them', async () => {
    const made = (await (await door('create', { model: 'crm.tag', values: { name: 'Seen' } })).json()) as {
      id: number;
    };
    await door('write', { model: 'crm.tag', id: made.id, values: { name: 'Changed' } });
    const rows = (await (await fetch(`${twin.url}/__twin/rows/crm.tag`)).json()) as unknown[];
    expect(rows.at(-1)).toMatchObject({ id: made.id, name: 'Changed' });
    expect((await door('create', { model: 'crm.tag', values: { colour: 1 } })).status).toBe(400);
    expect((await door('no-such', {})).status).toBe(404);
  });

  test('turns dials without locking itself out', async () => {
    await door('faults', [{ fault: { kind: 'status', status: 503 } }]);
    expect((await fetch(`${twin.url}/web/version`)).status).toBe(503);
    expect((await door('faults', [])).status).toBe(204);
    expect((await fetch(`${twin.url}/web/version`)).status).toBe(200);
    await door('deny', { model: 'crm.tag' });
    const headers = { authorization: `bearer ${twin.apiKey}` };
    expect(await post('/json/2/crm.tag/search', { domain: [] }, headers)).toMatchObject({ status: 403 });
    await door('allow', { model: 'crm.tag' });
    await door('contend', { times: 1 });
    const create = { vals_list: [{ name: 'x' }] };
    expect(await post('/json/2/crm.tag/create', create, headers)).toMatchObject({
      status: 500,
      body: { name: 'psycopg2.errors.SerializationFailure' },
    });
    expect(await post('/json/2/crm.tag/create', create, headers)).toMatchObject({ status: 200 });
    expect(await (await fetch(`${twin.url}/__twin/deliveries`)).json()).toEqual([]);
  });
});
