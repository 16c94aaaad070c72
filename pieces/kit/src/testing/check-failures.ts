import { expect } from 'vitest';
import type { Connector, ConnectorOperation, Host } from '../connector.ts';
import {
  AuthError,
  ConflictError,
  ConnectorError,
  InputError,
  NotFoundError,
  RateLimitedError,
  UpstreamError,
} from '../errors.ts';
import type { ErrorClass, OperationFixture } from './fixtures.ts';
import { answering, echoing, rejectionOf, sampleCredential, sampleHost, tracesOf } from './probe-host.ts';
import { sampleInput } from './sample-input.ts';

const BY_STATUS: readonly (readonly [number, ErrorClass])[] = [
  [400, InputError],
  [401, AuthError],
  [403, AuthError],
  [404, NotFoundError],
  [409, ConflictError],
  [422, InputError],
  [429, RateLimitedError],
  [500, UpstreamError],
  [503, UpstreamError],
];

/** Every way to fail has its class, and no message repeats a value of input or credential. */
export async function checkFailures(
  connector: Connector,
  operation: ConnectorOperation,
  fixture: OperationFixture,
): Promise<void> {
  const input = { ...sampleInput(operation.fields), ...fixture.input };
  const traces = [...tracesOf(input), ...tracesOf(sampleCredential(connector))];
  const expectFailure = async (host: Host, error: ErrorClass, what: string): Promise<unknown> => {
    const failure = await rejectionOf(operation.run(host, input), `${operation.name} at ${what}`);
    expect(failure, `${operation.name} at ${what}`).toBeInstanceOf(error);
    expectSilence(failure, traces);
    return failure;
  };
  for (const [status, error] of BY_STATUS)
    await expectFailure(echoing(connector, status), error, `${status}`);

  const limited = await expectFailure(
    echoing(connector, 429, { 'retry-after': '7' }),
    RateLimitedError,
    '429',
  );
  expect((limited as RateLimitedError).retryAfter, 'seconds of Retry-After').toBe(7);

  const broken = { status: fixture.replies[0]?.status ?? 200, body: '<html>' };
  await expectFailure(answering(connector, [broken]).host, UpstreamError, 'a broken body');

  const silent = sampleHost(connector, async (request) => {
    throw new Error(`connect failed: ${JSON.stringify(request)}`);
  });
  await expectFailure(silent, UpstreamError, 'no answer');
  for (const { what, reply, error } of fixture.failures ?? []) {
    await expectFailure(answering(connector, [reply]).host, error, what);
  }
}

/** A required field that is missing is an InputError that names it, before anything is sent. */
export async function checkRequiredFields(
  connector: Connector,
  operation: ConnectorOperation,
  fixture: OperationFixture,
): Promise<void> {
  const full = { ...sampleInput(operation.fields), ...fixture.input };
  const required = Object.entries(operation.fields).filter(
    ([, field]) => field.required && field.default === undefined,
  );
  for (const [name] of required) {
    for (const absent of [undefined, null, '']) {
      const { host, requests } = answering(connector, fixture.replies);
      const run = operation.run(host, { ...full, [name]: absent });
      const error = await rejectionOf(run, `${operation.name} without "${name}"`);
      expect(error, `${operation.name} without "${name}"`).toBeInstanceOf(InputError);
      expect((error as InputError).field, 'the field to blame').toBe(name);
      expect(requests, `requests without "${name}"`).toHaveLength(0);
    }
  }
}

/** No trace of what was sent in anything that a host may show or log of an error, causes included. */
export function expectSilence(error: unknown, traces: readonly string[]): void {
  if (!(error instanceof Error)) return;
  const shown = `${error.message} ${JSON.stringify({ ...error })}`;
  for (const trace of traces) {
    expect(shown.includes(trace), `${error.name} repeats input or credential`).toBe(false);
  }
  if (error instanceof ConnectorError) expectSilence(error.cause, traces);
}
