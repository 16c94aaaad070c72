import { takesBody } from '@pebble/contract/endpoint';
import { ENDPOINTS } from '@pebble/contract/endpoints';
import { ERRORS } from '@pebble/contract/error-codes';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiProblem, problemBody } from './problem.ts';
import { problemsOf, toOpenApi } from './openapi.ts';

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Json; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>;
  security?: unknown[];
}

const document = toOpenApi(ENDPOINTS, '1.2.3');
const paths = document['paths'] as Record<string, Record<string, Operation>>;
const operations = ENDPOINTS.map((endpoint) => {
  const operation = paths[endpoint.path]?.[endpoint.method.toLowerCase()];
  if (!operation) throw new Error(`${endpoint.id} is not described`);
  return [endpoint.id, endpoint, operation] as const;
});

/** Every object in the document, with what it is called. */
function* objects(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const part of Object.values(value)) yield* objects(part);
}

/** Reads a schema back as JSON Schema 2020-12; throws when it is none. */
const compiles = (schema: Json) => z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);

describe('the document', () => {
  it('says what it is, in which version, and how to sign in', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Pebble API', version: '1.2.3' },
      security: [{ bearer: [] }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    });
  });

  it('is plain JSON and points only at what it holds', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    for (const part of objects(document)) {
      if (typeof part['$ref'] !== 'string') continue;
      const steps = part['$ref'].replace('#/', '').split('/');
      const target = steps.reduce<unknown>((value, step) => (value as Json | undefined)?.[step], document);
      expect(target, part['$ref']).toBeDefined();
    }
  });

  it('describes problems as they are', () => {
    const { schemas } = document['components'] as { schemas: { Problem: Json } };
    const body = problemBody(new ApiProblem('illegal_transition', { allowed: ['lost'] }), 'c');
    expect(compiles(schemas.Problem).parse(body)).toEqual(body);
  });

  it('has one operation for each endpoint, each with its own id', () => {
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
    expect(ids.sort()).toEqual(ENDPOINTS.map((endpoint) => endpoint.id).sort());
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each(operations)('%s', (_, endpoint, operation) => {
  it('declares its path parameters, all required, and no name twice', () => {
    const inPath = operation.parameters.filter((one) => one.in === 'path');
    const named = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(inPath.map((one) => one.name).sort()).toEqual(named.sort());
    expect(inPath.every((one) => one.required)).toBe(true);
    const all = operation.parameters.map((one) => `${one.in} ${one.name}`);
    expect(new Set(all).size).toBe(all.length);
  });

  it('has schemas that a JSON Schema validator takes', () => {
    for (const parameter of operation.parameters) compiles(parameter.schema);
    for (const reply of Object.values(operation.responses)) {
      expect(reply.description).not.toBe('');
      for (const { schema } of Object.values(reply.content ?? {})) if (!('$ref' in schema)) compiles(schema);
    }
  });

  it('has an example that its own body schema takes', () => {
    expect(operation.requestBody !== undefined).toBe(takesBody(endpoint));
    const json = operation.requestBody?.content['application/json'];
    if (!json) return;
    expect(compiles(json.schema).safeParse(json.example).error).toBeUndefined();
    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(endpoint.consumes);
  });

  it('answers its status and every problem that can happen to it', () => {
    const statuses = problemsOf(endpoint).map((code) => String(ERRORS[code].status));
    const expected = new Set([String(endpoint.status), ...statuses]);
    expect(new Set(Object.keys(operation.responses))).toEqual(expected);
    for (const status of statuses) {
      expect(Object.keys(operation.responses[status]?.content ?? {})).toEqual(['application/problem+json']);
    }
  });

  it('is open to strangers exactly when the contract says so', () => {
    expect(operation.security).toEqual(endpoint.access === 'public' ? [] : undefined);
  });
});

describe('problems of an endpoint', () => {
  const problems = (id: string) => problemsOf(ENDPOINTS.find((endpoint) => endpoint.id === id) as never);

  it('with a body are also those of reading one', () => {
    const reading = ['malformed_body', 'unsupported_media_type', 'too_large'];
    expect(problems('addToBlacklist')).toEqual(expect.arrayContaining(reading));
    for (const code of reading) expect(problems('listBlacklist')).not.toContain(code);
  });

  it('that is public are none about tokens', () => {
    expect(problems('healthz')).toEqual(['invalid_request', 'internal']);
  });

  it('are each named once', () => {
    for (const { id } of ENDPOINTS) expect(new Set(problems(id)).size).toBe(problems(id).length);
  });
});
