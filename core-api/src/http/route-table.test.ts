import { defineEndpoint, type Method } from '@pebble/contract/endpoint';
import { NOTHING } from '@pebble/contract/nothing';
import { expect, it } from 'vitest';
import type { Route } from './route.ts';
import { RouteTable } from './route-table.ts';

const route = (id: string, method: Method, path: string): Route => ({
  endpoint: defineEndpoint({
    id,
    method,
    path,
    summary: id,
    reply: NOTHING,
    access: 'public',
    audit: { none: 'test' },
  }),
  run: async () => ({}),
});

const table = new RouteTable([
  route('get', 'GET', '/api/v1/things/{thing_id}/'),
  route('stream', 'GET', '/api/v1/things/stream/'),
  route('remove', 'DELETE', '/api/v1/things/{thing_id}/'),
  route('health', 'GET', '/healthz'),
]);

const found = (method: string, path: string) => {
  const match = table.match(method, path);
  return match && 'route' in match ? [match.route.endpoint.id, match.params] : match;
};

it('finds a route with and without the final slash', () => {
  expect(found('GET', '/api/v1/things/7/')).toEqual(['get', { thing_id: '7' }]);
  expect(found('GET', '/api/v1/things/7')).toEqual(['get', { thing_id: '7' }]);
  expect(found('GET', '/healthz/')).toEqual(['health', {}]);
});

it('prefers the literal path to a parameter', () => {
  expect(found('GET', '/api/v1/things/stream/')).toEqual(['stream', {}]);
});

it('decodes a parameter, and does not find what cannot be decoded', () => {
  expect(found('GET', '/api/v1/things/a%2Fb/')).toEqual(['get', { thing_id: 'a/b' }]);
  expect(found('GET', '/api/v1/things/%E0%A4%A/')).toBeNull();
});

it('tells the methods of a known path, and nothing of an unknown one', () => {
  expect(found('PUT', '/api/v1/things/7/')).toEqual({ allow: ['GET', 'DELETE'] });
  expect(found('GET', '/api/v1/other/')).toBeNull();
  expect(found('GET', '/api/v1/things//')).toBeNull();
});
