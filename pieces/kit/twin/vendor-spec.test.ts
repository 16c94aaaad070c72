import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOpenApi, vendorFile, type OpenApi } from './vendor-spec.ts';

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const note = { $ref: '#/components/schemas/vendor.note' };
const SPEC = {
  openapi: '3.0.3',
  paths: {
    '/notes/{id}': {
      get: { responses: { 200: json(note), '4XX': json({ type: 'object', required: ['error'] }) } },
      patch: { requestBody: json(note), responses: { 200: json(note) } },
      delete: { responses: { 204: {} } },
    },
    '/notes/recent': {
      get: { responses: { 200: json({ type: 'array', items: note }) } },
    },
  },
  components: {
    schemas: {
      'vendor.entity': { type: 'object', properties: { id: { type: 'string' } } },
      'vendor.note': {
        allOf: [
          { $ref: '#/components/schemas/vendor.entity' },
          {
            type: 'object',
            additionalProperties: true,
            properties: {
              at: { type: 'string', format: 'date-time' },
              tags: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
            },
          },
        ],
      },
    },
  },
};

let folder = '';
let spec: OpenApi;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pebble-spec-'));
  await writeFile(join(folder, 'spec.json'), JSON.stringify(SPEC));
  spec = readOpenApi(join(folder, 'spec.json'));
});
afterAll(() => rm(folder, { recursive: true }));

const patch = { method: 'PATCH', path: '/notes/1', status: 200, reply: { id: '1' } };

test('what fits is without problems', () => {
  expect(spec.problems({ ...patch, request: { '@type': 'x', tags: [{ name: 'a' }] } })).toEqual([]);
  expect(spec.problems({ method: 'DELETE', path: '/notes/1', status: 204 })).toEqual([]);
  expect(spec.problems({ method: 'GET', path: '/notes/1', status: 404, reply: { error: {} } })).toEqual([]);
});

test('a property that the vendor does not know is a slip, however deep, in an open type too', () => {
  expect(spec.problems({ ...patch, request: { tag: [] } })).toEqual([' has no property "tag"']);
  expect(spec.problems({ ...patch, request: { tags: [{ nmae: 'a' }] } })).toEqual([
    '/tags/0 has no property "nmae"',
  ]);
});

test('a value of the wrong kind is found in requests and replies', () => {
  expect(spec.problems({ ...patch, request: { at: 'soon' } })?.[0]).toMatch('/at must match format');
  expect(spec.problems({ ...patch, reply: { id: 7 } })).toEqual(['/id must be string']);
  expect(spec.problems({ ...patch, reply: undefined })).toEqual(['status 200 without a body']);
  expect(spec.problems({ ...patch, status: 500 })).toEqual(['status 500 is not in the spec']);
});

test('a path without variables goes before one that has some', () => {
  expect(spec.problems({ method: 'GET', path: '/notes/recent', status: 200, reply: [] })).toEqual([]);
});

test('what the spec does not know is neither right nor wrong', () => {
  expect(spec.problems({ method: 'GET', path: '/elsewhere', status: 200 })).toBeNull();
  expect(spec.problems({ method: 'POST', path: '/notes/1', status: 200 })).toBeNull();
});

test('a schema can be held against a value by its name', () => {
  expect(spec.schema('vendor.note', { id: 'a' })).toEqual([]);
  expect(spec.schema('vendor.note', { id: 1 })).not.toEqual([]);
});

test('a file that nobody has put there is not at hand', () => {
  expect(vendorFile('no-such-vendor.json')).toBeNull();
});
