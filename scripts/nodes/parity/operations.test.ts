import type { ConnectorOperation } from '@pebble/kit/connector';
import type { Http } from '@pebble/kit/http';
import type { OperationFixture } from '@pebble/kit/testing/fixtures';
import { sampleInput } from '@pebble/kit/testing/sample-input';
import { toResponse } from '@pebble/kit/testing/replay-http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { activepieces } from './activepieces.ts';
import { startBridge, type Arrived, type Bridge } from './bridge.ts';
import { callOf, replying, signingIn, SUBJECTS, UNTRIED, type Subject } from './cases.ts';
import { embedded } from './embedded.ts';
import { n8n } from './n8n.ts';
import type { Outcome, ParityHost } from './parity-host.ts';

let bridge: Bridge;
beforeAll(async () => {
  bridge = await startBridge();
});
afterAll(() => bridge.close());
// All hosts draw their pauses between tries from here; what they do counts, not how long they wait.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

const OTHERS: readonly ParityHost[] = [activepieces, n8n];

interface Seen {
  outcome: Outcome;
  requests: readonly Arrived[];
}

async function run(
  host: ParityHost,
  subject: Subject,
  operation: ConnectorOperation,
  input: Readonly<Record<string, unknown>>,
  model: () => Http,
): Promise<Seen> {
  const call = callOf(subject, bridge, input);
  const signIn = signingIn(call, subject.fixtures, model());
  bridge.serve(signIn.model);
  const outcome = await host.operate(call, operation);
  return { outcome, requests: signIn.without(bridge.arrived) };
}

const CUT: Http = async () => {
  throw new Error('cut');
};

/** What goes wrong, in every way that hosts treat differently. */
const FAILURES: readonly (readonly [string, Http])[] = [
  ...[400, 401, 403, 404, 409, 429, 500, 503].map(
    (status) => [`${status}`, async () => toResponse({ status, body: { detail: 'refused' } })] as const,
  ),
  ['429 with a pause', async () => toResponse({ status: 429, headers: { 'retry-after': '0' } })],
  [
    '429 with a pause that is too long',
    async () => toResponse({ status: 429, headers: { 'retry-after': '600' } }),
  ],
  ['a line that is cut', CUT],
];

function inputs(operation: ConnectorOperation, fixture: OperationFixture) {
  return (['required', 'all'] as const).map((only) => {
    const input = sampleInput(operation.fields, { only });
    const fitting = Object.entries(fixture.input ?? {}).filter(([name]) => only === 'all' || name in input);
    return { only, input: { ...input, ...Object.fromEntries(fitting) } };
  });
}

test('every connector has fixtures to be tried with', () => {
  expect(UNTRIED).toEqual([]);
  expect(SUBJECTS.length).toBeGreaterThan(0);
});

test('a host that sends something else, or is answered something else, is found out', async () => {
  const [subject] = SUBJECTS;
  const [operation] = subject?.connector.operations ?? [];
  const fixture = operation && subject?.fixtures.operations[operation.name];
  if (!subject || !operation || !fixture) return expect.fail('there is nothing to try');
  const input = inputs(operation, fixture)[1]?.input ?? {};
  const replies = () => replying(fixture.replies);
  const expected = await run(embedded, subject, operation, input, replies);
  const [field] = Object.keys(operation.fields).filter((name) => typeof input[name] === 'string');
  const other = { ...input, [field ?? '']: 'something-else' };
  const refused = () => replying([{ status: 400 }]);
  for (const host of [embedded, ...OTHERS]) {
    expect(await run(host, subject, operation, input, replies), host.name).toEqual(expected);
    expect(await run(host, subject, operation, other, replies), host.name).not.toEqual(expected);
    expect(await run(host, subject, operation, input, refused), host.name).not.toEqual(expected);
  }
});

describe.each(SUBJECTS.map((subject) => [subject.connector.label, subject] as const))('%s', (_, subject) => {
  for (const operation of subject.connector.operations) {
    const fixture = () => subject.fixtures.operations[operation.name] ?? expect.fail('it has no fixture');

    test(`${operation.name}: the same requests and the same output in every host`, async () => {
      for (const { input, only } of inputs(operation, fixture())) {
        const model = () => replying(fixture().replies);
        const expected = await run(embedded, subject, operation, input, model);
        expect(expected.outcome, `${only} fields, embedded`).toHaveProperty('output');
        expect(expected.requests.length, 'requests').toBeGreaterThan(0);
        for (const host of OTHERS) {
          expect(await run(host, subject, operation, input, model), `${only} fields, ${host.name}`).toEqual(
            expected,
          );
        }
      }
    });

    test(`${operation.name}: the same error after the same tries in every host`, async () => {
      const [required] = inputs(operation, fixture());
      const vendors = (fixture().failures ?? []).map(({ what, reply }) => [what, replying([reply])] as const);
      const classes = new Set<string>();
      // With a session that is kept, as usual: a 401 is then answered with one new sign-in.
      for (const host of [embedded, ...OTHERS]) {
        await run(host, subject, operation, required?.input ?? {}, () => replying(fixture().replies));
      }
      for (const [what, model] of [...FAILURES, ...vendors]) {
        const expected = await run(embedded, subject, operation, required?.input ?? {}, () => model);
        expect(expected.outcome, `${what}, embedded`).toHaveProperty('error');
        expect(expected.requests.length, `${what}, requests`).toBeGreaterThan(0);
        classes.add('error' in expected.outcome ? expected.outcome.error : '');
        for (const host of OTHERS) {
          const seen = await run(host, subject, operation, required?.input ?? {}, () => model);
          expect(seen, `${what}, ${host.name}`).toEqual(expected);
        }
      }
      // Otherwise a line that is always cut would pass.
      expect([...classes]).toEqual(
        expect.arrayContaining(['InputError', 'AuthError', 'NotFoundError', 'ConflictError']),
      );
      expect([...classes]).toEqual(expect.arrayContaining(['RateLimitedError', 'UpstreamError']));
    });
  }
});
