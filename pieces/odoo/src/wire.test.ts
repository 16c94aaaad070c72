import { AuthError, RateLimitedError, UpstreamError } from '@pebble/kit/errors';
import type { HttpRequest, HttpResponse } from '@pebble/kit/http';
import { describe, expect, test } from 'vitest';
import { auth } from './auth.ts';
import { asRpc, callPath, signRpc } from './wire.ts';

const caller = { database: 'meridian', uid: 7, key: 'k3y' };
const call = (model: string, method: string, body: unknown): HttpRequest => ({
  ...{ method: 'POST', url: callPath(model, method), headers: { accept: 'application/json' } },
  ...{ body: JSON.stringify(body), effect: 'read', lane: { key: 'l', concurrency: 1 } },
});
const sent = (request: HttpRequest) =>
  (JSON.parse(String(request.body)) as { params: { args: unknown[] } }).params.args;

describe('a call for an older server', () => {
  test('keeps everything but address and body', () => {
    const request = asRpc(call('crm.lead', 'read', { ids: [1], fields: ['name'] }), caller);
    expect(request).toMatchObject({ url: '/jsonrpc', effect: 'read', lane: { key: 'l' }, method: 'POST' });
    expect(JSON.parse(String(request.body))).toEqual({
      ...{ jsonrpc: '2.0', method: 'call', id: 1 },
      params: {
        ...{ service: 'object', method: 'execute_kw' },
        args: ['meridian', 7, 'k3y', 'crm.lead', 'read', [[1]], { fields: ['name'] }],
      },
    });
  });

  test.each([
    [
      'search_read',
      { domain: [['a', '=', 1]], fields: ['a'], context: { lang: 'x' } },
      [[['a', '=', 1]]],
      { fields: ['a'], context: { lang: 'x' } },
    ],
    ['create', { vals_list: [{ name: 'a' }] }, [[{ name: 'a' }]], {}],
    ['write', { ids: [1, 2], vals: { name: 'a' } }, [[1, 2], { name: 'a' }], {}],
    ['load', { fields: ['id'], data: [['x.y']] }, [['id'], [['x.y']]], {}],
    ['name_search', { name: 'a', limit: 2 }, ['a'], { limit: 2 }],
    // A gap before a position that is filled.
    ['name_search', { domain: [['a', '=', 1]] }, [false, [['a', '=', 1]]], {}],
    ['fields_get', { allfields: ['a'] }, [], { allfields: ['a'] }],
    ['action_set_lost', { ids: [1], lost_reason_id: 3 }, [[1]], { lost_reason_id: 3 }],
    ['unlink', { ids: [] }, [[]], {}],
  ])('%s of %j', (method, body, positional, named) => {
    expect(sent(asRpc(call('crm.lead', method, body), caller)).slice(5)).toEqual([positional, named]);
  });

  test('arguments without names go as they are', () => {
    const body = { model: 'crm.lead', method: 'x', args: [[1], 2], kwargs: { a: 1 } };
    const request = signRpc({ ...call('a', 'b', {}), url: '/jsonrpc', body: JSON.stringify(body) }, caller);
    expect(sent(request)).toEqual(['meridian', 7, 'k3y', 'crm.lead', 'x', [[1], 2], { a: 1 }]);
  });
});

describe('signing in', () => {
  const credential = { base_url: 'https://acme.example/', api_key: 'k3y', database: 'db', login: 'bot' };
  const { session } = auth;
  if (!session) throw new Error('no session');
  const reply = (body: unknown, status = 200, headers = {}): HttpResponse => ({
    ...{ status, headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

  test.each([
    [reply({ version: '19.0', version_info: [19, 0, 0, 'final', 0, ''] }), 'json2'],
    [reply({ version: 'saas~19.2' }), 'json2'],
    [reply({ version: '20.0' }), 'json2'],
    [reply({ version: '18.0' }), 'jsonrpc'],
    [reply({ version: 'saas~18.4' }), 'jsonrpc'],
    [reply('<html>login</html>'), 'jsonrpc'],
    [reply('', 303), 'jsonrpc'],
    [reply('<html>404</html>', 404), 'jsonrpc'],
  ])('%j means %s', (response, protocol) => {
    expect(session.read(response, {}).values).toEqual({ protocol });
  });

  test('who does not answer is not taken for old', () => {
    expect(() => session.read(reply('', 502), {})).toThrow(UpstreamError);
    expect(() => session.read(reply('', 429, { 'retry-after': '7' }), {})).toThrow(RateLimitedError);
    expect(() => session.read(reply('', 403), {})).toThrow(AuthError);
  });

  test('the version is asked for without the key', () => {
    expect(JSON.stringify(session.request(credential))).not.toContain('k3y');
    expect(session.request(credential).url).toBe('https://acme.example/web/version');
  });

  test('each protocol has its own way to say who we are', () => {
    const bearer = session.next?.(credential, { protocol: 'json2' });
    expect(bearer?.headers).toMatchObject({ authorization: 'bearer k3y', 'x-odoo-database': 'db' });
    const login = session.next?.(credential, { protocol: 'jsonrpc' });
    expect(JSON.parse(String(login?.body))).toMatchObject({
      params: { method: 'authenticate', args: ['db', 'bot', 'k3y', {}] },
    });
    expect(session.next?.(credential, { protocol: 'json2', uid: '7' })).toBeNull();
  });

  test('a login that is refused comes as false', () => {
    const values = { protocol: 'jsonrpc' };
    expect(() => session.read(reply({ jsonrpc: '2.0', id: 1, result: false }), values)).toThrow(AuthError);
    expect(() => session.read(reply({ jsonrpc: '2.0', id: 1, result: 'x' }), values)).toThrow(UpstreamError);
    expect(session.read(reply({ jsonrpc: '2.0', id: 1, result: 7 }), values).values).toEqual({ uid: '7' });
    expect(session.read(reply({ lang: 'en_US', uid: 9 }), { protocol: 'json2' }).values).toEqual({
      uid: '9',
    });
  });

  test('without a database nothing is sent that needs one', () => {
    const { database: _, ...without } = credential;
    expect(() => session.next?.(without, { protocol: 'jsonrpc' })).toThrow(
      'fill in the database and the login',
    );
    const positional = { ...call('a', 'b', {}), url: '/jsonrpc', body: '{}' };
    expect(() => auth.authorize(positional, { ...without, protocol: 'json2', uid: '7' })).toThrow(
      'Fill in the database',
    );
  });
});
