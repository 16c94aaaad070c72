import { ConflictError, InputError, NotFoundError, UpstreamError } from '@pebble/kit/errors';
import type { Http } from '@pebble/kit/http';
import { describe, expect, test, vi } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';
import { OdooClient, type FieldInfo } from './client.ts';
import { fieldsIn, readDomain, withStamps } from './domain.ts';
import { errorForException } from './errors.ts';
import { externalName } from './external-id.ts';
import { htmlOf } from './html.ts';
import { idsOf, oneId } from './ids.ts';
import { nearest } from './names.ts';
import { readOrder } from './order.ts';
import { readReply } from './reply.ts';
import { readable, writable } from './values.ts';
import { wholeNumber } from './whole-number.ts';

describe('domains', () => {
  test.each([
    [undefined, []],
    [[], []],
    [['name', '=', 'a'], [['name', '=', 'a']]],
    [
      [['a', '=', 1], '|', ['b', '=', 2], ['c', 'in', [3]]],
      [['a', '=', 1], '|', ['b', '=', 2], ['c', 'in', [3]]],
    ],
    [
      ['!', ['a', 'child_of', 1]],
      ['!', ['a', 'child_of', 1]],
    ],
    [[[1, '=', 1]], [[1, '=', 1]]],
  ])('%j is %j', (given, read) => {
    expect(readDomain(given)).toEqual(read);
  });

  test.each([
    [{ name: 'a' }, 'must be a list'],
    [[['name', '~', 'a']], 'part 1 must be [field, operator, value]'],
    [[['name', '=']], 'part 1 must be'],
    [['and', ['a', '=', 1]], 'part 1 is neither'],
    [['|', ['a', '=', 1]], 'lacks a condition'],
    [['&', '|', ['a', '=', 1], ['b', '=', 1]], 'lacks a condition'],
    [['!'], 'lacks a condition'],
    [['toString', ['a', '=', 1]], 'part 1 is neither'],
  ])('%j is refused', (given, message) => {
    expect(() => readDomain(given)).toThrow(InputError);
    expect(() => readDomain(given)).toThrow(message);
  });

  test('of a path the first part is a field of the model', () => {
    const domain = readDomain([
      '|',
      ['partner_id.country_id.code', '=', 'DE'],
      ['create_date:month', '=', 1],
      [1, '=', 1],
    ]);
    expect(fieldsIn(domain)).toEqual(['partner_id', 'create_date']);
  });

  test.each([
    ['2026-03-02T09:15:00', '2026-03-02 09:15:00'],
    ['2026-03-02T09:15', '2026-03-02 09:15:00'],
    ['2026-03-02T09:15:00.250Z', '2026-03-02 09:15:00'],
    ['2026-03-02T09:15:00+02:00', '2026-03-02 07:15:00'],
    ['2026-03-02 09:15:00', '2026-03-02 09:15:00'],
    ['Tomorrow', 'Tomorrow'],
  ])('the instant %s is compared as %s, wherever the host stands', (given, stamp) => {
    vi.stubEnv('TZ', 'Asia/Kolkata');
    const domain = withStamps([['write_date', '>=', given]], { write_date: { type: 'datetime' } });
    vi.unstubAllEnvs();
    expect(domain).toEqual([['write_date', '>=', stamp]]);
  });
});

describe('keys', () => {
  const all = [
    'a',
    'A',
    'a.b',
    'a_b',
    'a_2eb',
    'a b',
    'a%20b',
    'ä',
    'a-b',
    '<a@b>',
    "it's",
    'a/b',
    '__',
    'cut \ud83d',
  ];

  test('two keys never share an external id, and none of them has a dot', () => {
    const names = all.map((key) => externalName('crm.lead', key));
    expect(new Set(names).size).toBe(all.length);
    for (const name of names) expect(name).toMatch(/^crm_lead__[\w-]*$/);
  });

  test('the same key of two models is two external ids', () => {
    expect(externalName('crm.lead', 'a')).not.toBe(externalName('res.partner', 'a'));
  });
});

describe('values', () => {
  const fields: Record<string, FieldInfo> = {
    text: { type: 'char' },
    html: { type: 'html' },
    whole: { type: 'integer' },
    amount: { type: 'monetary' },
    flag: { type: 'boolean' },
    day: { type: 'date' },
    at: { type: 'datetime' },
    pick: {
      type: 'selection',
      selection: [
        ['a', 'First'],
        ['b', 'Second'],
      ],
    },
    open: { type: 'selection', selection: [] },
    one: { type: 'many2one', relation: 'x.other' },
    many: { type: 'many2many', relation: 'x.other' },
    lines: { type: 'one2many', relation: 'x.line' },
    data: { type: 'json' },
  };
  const named: [number, string][] = [
    [4, 'Alpha'],
    [5, 'Alphabet'],
    [6, 'Beta'],
    [7, 'Beta'],
  ];
  const http: Http = async ({ url, body }) => {
    const { allfields, name } = JSON.parse(String(body)) as { allfields?: string[]; name?: string };
    const found = url.endsWith('/fields_get')
      ? Object.fromEntries(Object.entries(fields).filter(([key]) => !allfields || allfields.includes(key)))
      : named.filter(([, label]) => label.toLowerCase().includes(String(name).toLowerCase()));
    return { status: 200, headers: {}, body: JSON.stringify(found) };
  };
  const write = (raw: Record<string, unknown>) => writable(new OdooClient(http), 'x.model', raw);

  test.each([
    [{ text: 7 }, { text: '7' }],
    [{ text: null }, { text: false }],
    [{ whole: '12' }, { whole: 12 }],
    [{ whole: 0 }, { whole: 0 }],
    [{ amount: '1.5' }, { amount: 1.5 }],
    [{ flag: 'true' }, { flag: true }],
    [{ flag: null }, { flag: false }],
    [{ day: '2026-03-02T23:30:00-05:00' }, { day: '2026-03-03' }],
    [{ at: '2026-03-02T09:15:00+01:00' }, { at: '2026-03-02 08:15:00' }],
    [{ at: '2026-03-02 09:15:00' }, { at: '2026-03-02 09:15:00' }],
    [{ pick: 'second' }, { pick: 'b' }],
    [{ open: 'anything' }, { open: 'anything' }],
    [{ one: '9' }, { one: 9 }],
    [{ one: [9, 'Nine'] }, { one: 9 }],
    [{ one: 'alpha' }, { one: 4 }],
    [{ one: '' }, { one: false }],
    [{ many: [1, 'Alphabet'] }, { many: [[6, 0, [1, 5]]] }],
    [{ many: [[4, 3]] }, { many: [[4, 3]] }],
    [{ lines: [{ text: 'x' }] }, { lines: [[0, 0, { text: 'x' }]] }],
    [{ data: { a: 1 } }, { data: { a: 1 } }],
  ])('%j becomes %j', async (raw, expected) => {
    expect(await write(raw)).toEqual(expected);
  });

  test.each([
    [{ text: {} }, '"text" must be text'],
    [{ whole: 1.5 }, '"whole" must be a whole number'],
    [{ amount: 'x' }, '"amount" must be a number'],
    [{ flag: 'maybe' }, '"flag" must be true or false'],
    [{ at: '02.03.2026' }, '"at" must be a date'],
    [{ day: '2026-02-31' }, '"day" must be a date'],
    [{ pick: 'third' }, '"pick" must be one of a, b'],
    [{ one: 'Beta' }, '"one": Odoo has more than one'],
    [{ one: 'Gamma' }, '"one": Odoo knows nothing'],
    [{ one: {} }, '"one" must be an id or a name'],
    [{ txet: 'x' }, 'no field "txet" (there is text'],
  ])('%j is refused', async (raw, message) => {
    await expect(write(raw)).rejects.toThrow(InputError);
    await expect(write(raw)).rejects.toThrow(message);
  });

  test('rows are read by their types', () => {
    const row = {
      id: 1,
      text: false,
      flag: false,
      at: '2026-03-02 09:15:00',
      one: [4, 'Alpha'],
      many: [1],
      whole: 0,
    };
    expect(readable(row, fields)).toEqual({
      ...{ id: 1, text: null, flag: false, at: '2026-03-02T09:15:00.000Z' },
      ...{ one: { id: 4, name: 'Alpha' }, many: [1], whole: 0 },
    });
  });
});

describe('answers', () => {
  const reply = (body: unknown, status = 200) =>
    readReply({ status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) });

  test('a bare value is the answer of one protocol, an envelope that of the other', () => {
    expect(reply([1, 2])).toEqual([1, 2]);
    expect(reply(false)).toBe(false);
    expect(reply({ jsonrpc: '2.0', id: 1, result: false })).toBe(false);
    // A method that returns nothing has no result at all.
    expect(reply({ jsonrpc: '2.0', id: 1 })).toBeNull();
  });

  test('a page is nobody’s answer', () => {
    expect(() => reply('<html>')).toThrow(UpstreamError);
    expect(() => reply('<html>', 502)).toThrow(UpstreamError);
  });

  test('a name that says nothing leaves it to the status, and within a success it is Odoo’s fault', () => {
    expect(() => reply({ name: 'builtins.Exception' }, 404)).toThrow(NotFoundError);
    expect(() => reply({ jsonrpc: '2.0', error: 'odd' })).toThrow(UpstreamError);
    expect(() => reply({ jsonrpc: '2.0', error: { code: 404, data: {} } })).toThrow(NotFoundError);
    expect(() => reply({ jsonrpc: '2.0', error: { code: 100, data: {} } })).toThrow('ended the session');
  });

  test('what a proxy says by its status is not overruled by a body', () => {
    expect(() => reply({ name: 'builtins.ValueError' }, 503)).toThrow(UpstreamError);
  });

  test('every name has its error, and no name of JavaScript has one', () => {
    expect(errorForException('psycopg2.errors.UniqueViolation')).toBeInstanceOf(ConflictError);
    expect(errorForException('odoo.exceptions.LockError')).toBeInstanceOf(UpstreamError);
    for (const name of ['toString', 'constructor', '']) expect(errorForException(name)).toBeNull();
  });
});

describe('small parts', () => {
  test.each([0, 1, 2, 3, 24_575, 24_576, 24_577])('base64 of %i bytes comes back', (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + 13) % 256);
    expect(toBase64(bytes)).toHaveLength(Math.ceil(length / 3) * 4);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });

  test('base64 may have lines, and nothing else', () => {
    expect(String.fromCharCode(...fromBase64('aGVs\nbG8=\r\n'))).toBe('hello');
    expect(toBase64(Uint8Array.from('hello', (letter) => letter.charCodeAt(0)))).toBe('aGVsbG8=');
    expect(() => fromBase64('a-b_')).toThrow(UpstreamError);
  });

  test('text becomes HTML that says the same; HTML stays', () => {
    expect(htmlOf('a & b\r\n<script>')).toBe('<p>a &amp; b<br>&lt;script&gt;</p>');
    expect(htmlOf('<p>Hi</p>')).toBe('<p>Hi</p>');
    expect(htmlOf('<lena@brandt.example> wrote')).toBe('<p>&lt;lena@brandt.example&gt; wrote</p>');
  });

  test('the nearest names come first', () => {
    expect(nearest('emial_from', ['name', 'email_from', 'email_cc'])).toEqual(['email_from']);
    expect(nearest('stage', ['stage_id', 'state', 'active'])).toEqual(['state', 'stage_id']);
    expect(nearest('zzz', ['name'])).toEqual([]);
  });

  test('orders, ids and numbers', () => {
    expect(readOrder(' write_date DESC , id')).toEqual({
      text: 'write_date DESC , id',
      fields: ['write_date', 'id'],
    });
    expect(readOrder(undefined)).toEqual({ fields: [] });
    for (const order of ['name sideways', 'a;b', 'a,,b']) expect(() => readOrder(order)).toThrow(InputError);
    expect(idsOf(['1', 2], 'ids')).toEqual([1, 2]);
    for (const id of ['', 'x', 0, -1, 1.5, '1e3', null]) expect(() => oneId(id, 'id')).toThrow(InputError);
    expect(wholeNumber(5, 'n', 5)).toBe(5);
    for (const size of [-1, 1.5, 6]) expect(() => wholeNumber(size, 'n', 5)).toThrow(InputError);
  });
});
