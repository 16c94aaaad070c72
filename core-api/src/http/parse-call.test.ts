import { defineEndpoint } from '@pebble/contract/endpoint';
import { ingestEmail } from '@pebble/contract/ingestion';
import { NOTHING } from '@pebble/contract/nothing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseCall, type Incoming } from './parse-call.ts';
import { ApiProblem } from './problem.ts';

const endpoint = defineEndpoint({
  id: 'save',
  method: 'POST',
  path: '/api/v1/things/{thing_id}/',
  summary: 'Saves a thing.',
  params: z.object({ thing_id: z.uuid() }),
  query: z.object({ limit: z.coerce.number().int().default(50), word: z.string().optional() }),
  body: z.object({
    name: z.string().min(1),
    data: z.record(z.string(), z.unknown()).default({}),
    list: z.array(z.number()).default([]),
  }),
  reply: NOTHING,
  access: ['admin'],
  audit: { event: 'flow.note' },
});
const GOOD = { thing_id: '00000000-0000-7000-8000-000000000001' };

function incoming(body: string | Uint8Array, change: Partial<Incoming> = {}): Incoming {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    params: GOOD,
    query: {},
    contentType: 'application/json',
    readBody: async () => bytes,
    ...change,
  };
}

const parse = (body: string | Uint8Array, change: Partial<Incoming> = {}) =>
  parseCall(endpoint, incoming(body, change));
const refusal = async (body: string | Uint8Array, change: Partial<Incoming> = {}) => {
  const error: unknown = await parse(body, change).catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiProblem)) throw new Error('it was not refused');
  return { code: error.code, paths: error.extras.errors?.map((one) => one.path) };
};

describe('the parts of a request', () => {
  it('are validated, completed and stripped of what the endpoint does not know', async () => {
    const call = await parse('{"name":"valve","colour":"red"}', { query: { limit: '7', page: '1' } });
    expect(call).toMatchObject({ params: GOOD, query: { limit: 7 }, raw: false });
    expect(call.body).toEqual({ name: 'valve', data: {}, list: [] });
    expect(new TextDecoder().decode(call.bytes)).toBe('{"name":"valve","colour":"red"}');
  });

  it('are all told in one answer when they do not fit', async () => {
    expect(await refusal('{"name":""}', { params: { thing_id: '7' }, query: { limit: 'many' } })).toEqual({
      code: 'invalid_request',
      paths: ['params.thing_id', 'query.limit', 'body.name'],
    });
  });

  it('that are not there are called missing', async () => {
    await expect(parse('{}')).rejects.toMatchObject({
      extras: { errors: [{ path: 'body.name', message: 'is missing' }] },
    });
    await expect(parse('{"name":7}')).rejects.toMatchObject({
      extras: { errors: [{ path: 'body.name', message: expect.not.stringContaining('missing') }] },
    });
  });

  it('are not told one by one when there are a thousand', async () => {
    const list = Array.from({ length: 1000 }, () => 'x');
    expect((await refusal(JSON.stringify({ name: 'x', list }))).paths).toHaveLength(50);
  });
});

describe('a body', () => {
  it.each([
    undefined,
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    ' application/json ;charset="UTF-8"',
  ])('may come as %s', async (contentType) => {
    expect((await parse('{"name":"पंप"}', { contentType })).body).toMatchObject({ name: 'पंप' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', '', 'message/rfc822', 'application/jsonp'])(
    'is refused as %j, unread',
    async (contentType) => {
      const readBody = () => Promise.reject(new Error('nobody may read this'));
      expect((await refusal('', { contentType, readBody })).code).toBe('unsupported_media_type');
    },
  );

  it('may begin with a byte order mark', async () => {
    expect((await parse('\uFEFF{"name":"x"}')).body).toMatchObject({ name: 'x' });
  });

  it.each<[string, Uint8Array]>([
    ['UTF-16', Buffer.from('{"name":"x"}', 'utf16le')],
    ['Latin-1', Buffer.from('{"name":"é"}', 'latin1')],
    ['half a JSON', Buffer.from('{"name":')],
    ['two of them', Buffer.from('{"name":"x"}{}')],
    ['blanks only', Buffer.from('  ')],
  ])('in %s cannot be read', async (_, bytes) => {
    expect((await refusal(bytes)).code).toBe('malformed_body');
  });

  it('that is empty lacks its fields', async () => {
    expect(await refusal('')).toEqual({ code: 'invalid_request', paths: ['body.name'] });
  });

  it.each(['null', '[]', '"name"', '7'])('that is %s is no object', async (body) => {
    expect(await refusal(body)).toEqual({ code: 'invalid_request', paths: ['body'] });
  });

  it('is not read at all where none is taken', async () => {
    const { data } = z.object({}).safeParse({});
    const bare = defineEndpoint({ ...endpoint, body: NOTHING });
    const readBody = () => Promise.reject(new Error('nobody may read this'));
    const call = await parseCall(bare, incoming('', { readBody, contentType: 'text/plain' }));
    expect(call.body).toEqual(data);
  });

  it('is read up to a megabyte, and a mail up to 25', async () => {
    const asked: number[] = [];
    const readBody = async (limit: number) => {
      asked.push(limit);
      return new TextEncoder().encode('{"name":"x","subject":"","from":"a@b.example","body":""}');
    };
    await parse('', { readBody });
    await parseCall(ingestEmail, incoming('', { readBody }));
    expect(asked).toEqual([1024 * 1024, 25 * 1024 * 1024]);
  });

  it('of raw mail is handed on as it is', async () => {
    const bytes = new Uint8Array([0, 255, 10]);
    const call = await parseCall(ingestEmail, incoming(bytes, { contentType: 'message/rfc822' }));
    expect(call).toMatchObject({ raw: true, body: {} });
    expect(call.bytes).toBe(bytes);
  });
});

describe('a hostile body', () => {
  it('pollutes no prototype', async () => {
    const call = await parse('{"name":"x","__proto__":{"admin":true},"data":{"__proto__":{"admin":true}}}');
    expect((call.body as { admin?: boolean }).admin).toBeUndefined();
    expect((call.body as { data: { admin?: boolean } }).data.admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('nested without end is refused by its field, and ignored where nobody asks for it', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect((await refusal(`{"name":"x","data":{"deep":${deep}}}`)).code).toBe('invalid_request');
    expect((await parse(`{"name":"x","other":${deep}}`)).body).toEqual({ name: 'x', data: {}, list: [] });
  });

  it('with text that no column can hold is refused by its field', async () => {
    expect(await refusal('{"name":"a\\u0000b"}')).toEqual({ code: 'invalid_request', paths: ['body.name'] });
    expect((await refusal('{"name":"x","data":{"note":"\\ud83d"}}')).paths).toEqual(['body.data.note']);
    expect((await refusal('{"name":"x"}', { query: { word: '\0' } })).paths).toEqual(['query.word']);
  });

  it('is no reason to refuse a mail, which is kept as it came', async () => {
    const mail = '{"subject":"a\\u0000b","from":"a@b.example","body":"\\ud83d"}';
    expect((await parseCall(ingestEmail, incoming(mail))).body).toMatchObject({ subject: 'a\0b' });
  });
});
