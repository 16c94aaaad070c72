// Generated from core-api/contract/src/health.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { defineEndpoint } from './endpoint';
import { PERSON_ROLES } from './roles';

export const healthz = defineEndpoint({
  id: 'healthz',
  method: 'GET',
  path: '/healthz',
  summary: 'The process answers.',
  reply: z.object({ status: z.literal('ok') }),
  access: 'public',
  audit: { none: 'reads only' },
});

export const readyz = defineEndpoint({
  id: 'readyz',
  method: 'GET',
  path: '/readyz',
  summary: 'Database and queue answer, and isolation was proven at start.',
  reply: z.object({ status: z.literal('ready') }),
  errors: ['not_ready'],
  access: 'public',
  audit: { none: 'reads only' },
});

export const openapi = defineEndpoint({
  id: 'openapi',
  method: 'GET',
  path: '/api/v1/openapi.json',
  summary: 'This API as OpenAPI 3.1.',
  reply: z.record(z.string(), z.unknown()),
  access: [...PERSON_ROLES, 'flow'],
  audit: { none: 'reads only' },
});
