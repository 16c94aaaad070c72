import { expect } from 'vitest';
import type { Connector, ConnectorOperation } from '../connector.ts';
import { effectOf, type HttpRequest } from '../http.ts';
import type { OperationFixture } from './fixtures.ts';
import { answering, frozen, SAMPLE_SESSION, sampleCredential, sampleHost } from './probe-host.ts';
import { pathOf } from './replay-http.ts';
import { sampleInput } from './sample-input.ts';

/** One request as a snapshot shows it: readable, and without the credential. */
export interface ShownRequest {
  request: string;
  headers: Record<string, string>;
  body?: unknown;
}

/** What leaves for input made of the required fields only, or of all of them; also checks the output. */
export async function outgoing(
  connector: Connector,
  operation: ConnectorOperation,
  fixture: OperationFixture,
  only: 'required' | 'all',
): Promise<ShownRequest[]> {
  const input = frozen(inputFor(operation, fixture, only));
  const { host, requests } = answering(connector, fixture.replies);
  const output = await operation.run(host, input);
  expect(output, `output of ${operation.name}`).toEqual(fixture.output);
  expect(JSON.parse(JSON.stringify(output)), `output of ${operation.name} is plain JSON`).toEqual(output);
  return requests.map((request) => show(request, { ...sampleCredential(connector), ...SAMPLE_SESSION }));
}

/** An idempotent operation that runs twice writes once. */
export async function checkRepeat(
  connector: Connector,
  operation: ConnectorOperation,
  fixture: OperationFixture,
): Promise<void> {
  const input = frozen(inputFor(operation, fixture, 'all'));
  const twin = fixture.twin?.() ?? keyedTwin(connector, fixture);
  const host = sampleHost(connector, twin.http);
  const first = await operation.run(host, input);
  const writes = twin.writes();
  expect(await operation.run(host, input), `output of ${operation.name}, repeated`).toEqual(first);
  expect(twin.writes(), `writes of ${operation.name}, repeated`).toBe(writes);
  expect(writes, `writes of ${operation.name}`).toBeLessThanOrEqual(1);
}

/**
 * The other side of a vendor that recognises a repeated request: two requests that are equal to the last byte are one write.
 * An operation that draws a new key each time writes twice here.
 */
function keyedTwin(connector: Connector, fixture: OperationFixture) {
  const seen = new Set<string>();
  const runs: HttpRequest[] = [];
  return {
    http: async (request: HttpRequest) => {
      runs.push(request);
      if (effectOf(request) !== 'read') seen.add(JSON.stringify(request));
      const turn = (runs.length - 1) % fixture.replies.length;
      const reply = fixture.replies[turn];
      return answering(connector, reply ? [reply] : []).host.http(request);
    },
    writes: () => seen.size,
  };
}

function inputFor(operation: ConnectorOperation, fixture: OperationFixture, only: 'required' | 'all') {
  const input = sampleInput(operation.fields, { only });
  const fitting = Object.entries(fixture.input ?? {}).filter(([name]) => only === 'all' || name in input);
  return { ...input, ...Object.fromEntries(fitting) };
}

function show(request: HttpRequest, credential: Record<string, string>): ShownRequest {
  const masked = (text: string) =>
    Object.entries(credential).reduce((shown, [name, value]) => shown.replaceAll(value, `<${name}>`), text);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, masked(value)] as const);
  return {
    request: `${request.method} ${pathOf(request.url)}`,
    headers: Object.fromEntries(headers.sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(request.body === undefined ? {} : { body: shownBody(request, masked) }),
  };
}

function shownBody({ body = '', headers }: HttpRequest, masked: (text: string) => string): unknown {
  if (typeof body !== 'string') return `<${body.length} bytes>`;
  return headers['content-type']?.includes('json') ? JSON.parse(masked(body)) : masked(body);
}
