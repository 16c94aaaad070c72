import type { HttpMethod, HttpRequest } from '@pebble/kit/http';
import { expect, it } from 'vitest';
import { HeldBack, safeReadsOnly } from './rehearse-http.ts';

const request = (method: HttpMethod): HttpRequest => ({
  method,
  url: 'https://crm.example:8443/api/leads?key=secret',
  headers: {},
});

function setUp() {
  const held: { method: string; host: string }[] = [];
  const sent: HttpMethod[] = [];
  const over = new AbortController();
  const http = safeReadsOnly(
    async ({ method }) => {
      sent.push(method);
      return { status: 200, headers: {}, body: '[]' };
    },
    held,
    over.signal,
  );
  return { http, held, sent, over };
}

it('asks, but changes nothing anywhere', async () => {
  const { http, held, sent } = setUp();
  expect(await http(request('GET'))).toMatchObject({ status: 200 });
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    await expect(http(request(method))).rejects.toThrow(HeldBack);
  }
  expect(sent).toEqual(['GET']);
  expect(held).toEqual(
    ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, host: 'crm.example:8443' })),
  );
});

it('names the system and nothing of what was to be sent', async () => {
  const { http } = setUp();
  const error: unknown = await http({ ...request('POST'), body: 'unicorn' }).catch((thrown) => thrown);
  expect(String(error)).toBe('HeldBack: POST to crm.example:8443 is not sent in a rehearsal');
});

it('asks nobody any more when the rehearsal is over', async () => {
  const { http, sent, over } = setUp();
  over.abort();
  await expect(http(request('GET'))).rejects.toThrow(HeldBack);
  expect(sent).toEqual([]);
});
