import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { takesBody, defineEndpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';
import { ERRORS } from './error-codes.ts';
import { EVENT_TYPES } from './event-types.ts';
import { NOTHING } from './nothing.ts';
import { HQ_ROLES, PERSON_ROLES, Role } from './roles.ts';

const placeholders = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
const namesOf = (part: z.ZodType) => (part instanceof z.ZodObject ? Object.keys(part.shape) : []);

describe.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (_, endpoint) => {
  it('has an example that fits its own params, query and body', () => {
    const { params = {}, query = {}, body } = endpoint.example;
    expect(endpoint.params.safeParse(params).error).toBeUndefined();
    expect(endpoint.query.safeParse(query).error).toBeUndefined();
    if (takesBody(endpoint)) expect(endpoint.body.safeParse(body).error).toBeUndefined();
    else expect(body).toBeUndefined();
  });

  it('validates exactly the parameters that its path names', () => {
    expect(namesOf(endpoint.params).sort()).toEqual(placeholders(endpoint.path).sort());
  });

  it('has a path that is its own under the API, and ends as the others do', () => {
    expect(endpoint.path).toMatch(/^\/(healthz|readyz|api\/v1\/openapi\.json|api\/v1\/([\w{}-]+\/)+)$/);
    expect(endpoint.id).toMatch(/^[a-z][A-Za-z]+$/);
  });

  it('names problems and audit events that exist', () => {
    for (const code of endpoint.errors) expect(Object.keys(ERRORS)).toContain(code);
    const types = 'event' in endpoint.audit ? [endpoint.audit.event].flat() : [];
    for (const type of types) expect(Object.keys(EVENT_TYPES)).toContain(type);
    if ('none' in endpoint.audit) expect(endpoint.audit.none).not.toBe('');
    else expect(types.length).toBeGreaterThan(0);
  });

  it('writes an event unless it only reads or says why not', () => {
    const reads = 'none' in endpoint.audit && endpoint.audit.none === 'reads only';
    expect(reads).toBe(endpoint.method === 'GET');
  });

  it('answers nothing with 204 and something otherwise', () => {
    expect(endpoint.reply === NOTHING).toBe(endpoint.status === 204);
    if (endpoint.stream) expect(endpoint.method).toBe('GET');
    if (endpoint.method === 'GET') expect(takesBody(endpoint)).toBe(false);
  });

  it('names what an identifier in its path leads to: not_found', () => {
    // A stranger is not told what exists.
    if (endpoint.access === 'public') return;
    if (placeholders(endpoint.path).length > 0) expect(endpoint.errors).toContain('not_found');
  });

  it('is for roles that exist, each named once', () => {
    if (endpoint.access === 'public') return;
    expect(endpoint.access.length).toBeGreaterThan(0);
    expect(new Set(endpoint.access).size).toBe(endpoint.access.length);
    for (const role of endpoint.access) expect(Role.options).toContain(role);
  });
});

describe('the list of endpoints', () => {
  it('holds each of them once', () => {
    expect(new Set(ENDPOINTS.map((endpoint) => endpoint.id)).size).toBe(ENDPOINTS.length);
  });

  it('keeps people away from what jobs do', () => {
    const jobs = ENDPOINTS.filter((endpoint) => endpoint.path.startsWith('/api/v1/jobs/'));
    expect(jobs.length).toBeGreaterThan(0);
    for (const endpoint of jobs) expect(endpoint.access).toEqual(['flow']);
  });

  it('lets a client hand over nothing and see nothing but itself', () => {
    const open = ENDPOINTS.filter((endpoint) => endpoint.access !== 'public').filter((endpoint) =>
      endpoint.access.includes('client'),
    );
    expect(open.map((endpoint) => endpoint.id).sort()).toEqual([
      'listSessions',
      'me',
      'openapi',
      'revokeSession',
      'signOut',
    ]);
  });
});

describe('roles', () => {
  it('are those of persons and the flow, and HQ is some of the persons', () => {
    expect([...PERSON_ROLES, 'flow'].sort()).toEqual([...Role.options].sort());
    for (const role of HQ_ROLES) expect(PERSON_ROLES).toContain(role);
  });
});

describe('a definition that leaves parts out', () => {
  const bare = defineEndpoint({
    id: 'bare',
    method: 'GET',
    path: '/bare/',
    summary: 'Bare.',
    reply: z.object({ ok: z.boolean() }),
    access: 'public',
    audit: { none: 'reads only' },
  });

  it('takes no parameters and no body, and answers one JSON with 200', () => {
    expect(bare).toMatchObject({
      params: NOTHING,
      query: NOTHING,
      body: NOTHING,
      consumes: ['application/json'],
      status: 200,
      stream: false,
      errors: [],
      example: {},
    });
    expect(takesBody(bare)).toBe(false);
    expect(bare.query.parse({ unknown: 1 })).toEqual({});
  });

  it('keeps what it does say', () => {
    const full = defineEndpoint({ ...bare, body: z.object({ a: z.string() }), status: 201 });
    expect(takesBody(full)).toBe(true);
    expect(full.status).toBe(201);
  });
});
