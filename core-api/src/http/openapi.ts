import { takesBody, type Endpoint } from '@pebble/contract/endpoint';
import { ERRORS, type ErrorCode } from '@pebble/contract/error-codes';
import { Problem } from '@pebble/contract/problem';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** Problems that any endpoint can answer, besides those that it names. */
const ALWAYS: readonly ErrorCode[] = ['invalid_request', 'internal'];
const GUARDED: readonly ErrorCode[] = ['unauthenticated', 'forbidden'];
const WITH_BODY: readonly ErrorCode[] = ['malformed_body', 'unsupported_media_type', 'too_large'];

/** The contract as an OpenAPI 3.1 document. */
export function toOpenApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pebble API',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: 'The final slash of a path is optional. Lists answer `items` and `next_cursor`.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: schema(Problem, 'output') },
    },
  };
}

/** Codes that an endpoint can answer, its own first. */
export function problemsOf(endpoint: Endpoint): ErrorCode[] {
  const guarded = endpoint.access === 'public' ? [] : GUARDED;
  const withBody = takesBody(endpoint) ? WITH_BODY : [];
  return [...new Set([...endpoint.errors, ...guarded, ...withBody, ...ALWAYS])];
}

function operation(endpoint: Endpoint): Json {
  const roles = endpoint.access === 'public' ? 'Public.' : `Roles: ${endpoint.access.join(', ')}.`;
  const audit = 'event' in endpoint.audit ? `Writes ${[endpoint.audit.event].flat().join(' or ')}.` : '';
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    description: [roles, audit].filter(Boolean).join(' '),
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(takesBody(endpoint) ? { requestBody: requestBody(endpoint) } : {}),
    responses: { [endpoint.status]: success(endpoint), ...failures(endpoint) },
    ...(endpoint.access === 'public' ? { security: [] } : {}),
  };
}

function parameters(part: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = schema(part, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: value,
  }));
}

function requestBody(endpoint: Endpoint): Json {
  const content = endpoint.consumes.map((type): [string, Json] =>
    type === 'application/json'
      ? [type, { schema: schema(endpoint.body, 'input'), ...example(endpoint) }]
      : [type, { schema: { type: 'string', format: 'binary' } }],
  );
  return { required: true, content: Object.fromEntries(content) };
}

function example(endpoint: Endpoint): Json {
  return endpoint.example.body === undefined ? {} : { example: endpoint.example.body };
}

function success(endpoint: Endpoint): Json {
  if (endpoint.status === 204) return { description: 'Done.' };
  const type = endpoint.stream ? 'text/event-stream' : (endpoint.produces ?? 'application/json');
  return { description: 'Success.', content: { [type]: { schema: schema(endpoint.reply, 'output') } } };
}

function failures(endpoint: Endpoint): Json {
  const byStatus = Map.groupBy(problemsOf(endpoint), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `${code}: ${ERRORS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function schema(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
  return rest;
}
