import type { ConnectorTrigger } from '@pebble/kit/connector';
import type { Http } from '@pebble/kit/http';
import type { PolledRecord } from '@pebble/kit/testing/fixtures';
import { sampleInput } from '@pebble/kit/testing/sample-input';
import { toResponse } from '@pebble/kit/testing/replay-http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { activepieces } from './activepieces.ts';
import { startBridge, type Arrived, type Bridge } from './bridge.ts';
import { callOf, replying, signingIn, SUBJECTS, type Subject } from './cases.ts';
import { embedded } from './embedded.ts';
import { n8n } from './n8n.ts';
import type { Outcome, ParityHost, Running } from './parity-host.ts';

let bridge: Bridge;
beforeAll(async () => {
  bridge = await startBridge();
});
afterAll(() => bridge.close());
// A trigger asks for what is newer than its start, which would differ from host to host by milliseconds.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 2, 2, 9, 15) });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const OTHERS: readonly ParityHost[] = [activepieces, n8n];

/** What a host did, step by step. */
interface Told {
  step: string;
  outcome: Outcome | null;
  requests: readonly Arrived[];
}

const FIRST: readonly PolledRecord[] = [
  { key: 'first', changed_at: '2026-03-02T10:00:00.000Z' },
  { key: 'second', changed_at: '2026-03-02T10:00:00.000Z' },
];
const LATER: readonly PolledRecord[] = [...FIRST, { key: 'third', changed_at: '2026-03-02T11:00:00.000Z' }];
const DOWN: Http = async () => toResponse({ status: 503 });
const REFUSED: Http = async () => toResponse({ status: 403 });

class Story {
  readonly told: Told[] = [];
  private readonly subject: Subject;
  private readonly input: Readonly<Record<string, unknown>>;
  private secret = '';

  constructor(subject: Subject, input: Readonly<Record<string, unknown>>) {
    this.subject = subject;
    this.input = input;
  }

  async start(host: ParityHost, trigger: ConnectorTrigger, push: boolean, model: Http): Promise<Running> {
    const { without } = this.serve(model);
    const running = await host.start(this.call(), trigger, push);
    this.secret = (await running.registration())?.secret ?? '';
    this.note('start', null, without(bridge.arrived));
    return running;
  }

  async step(step: string, model: Http, run: () => Promise<Outcome | null>): Promise<void> {
    const { without } = this.serve(model);
    const outcome = await run();
    this.note(step, outcome, without(bridge.arrived));
  }

  private note(step: string, outcome: Outcome | null, requests: readonly Arrived[]): void {
    const told = JSON.stringify({ step, outcome, requests });
    // Each host draws a secret of its own.
    const masked = this.secret === '' ? told : told.replaceAll(this.secret, '<secret>');
    this.told.push(JSON.parse(masked) as Told);
  }

  // Without the secrets that need not be there: how a signed call is judged is told by its connector's own test.
  private call() {
    const call = callOf(this.subject, bridge, this.input);
    const { fields } = call.auth;
    const given = Object.entries(call.credential).filter(([name]) => fields[name]?.required ?? true);
    return { ...call, credential: Object.fromEntries(given) };
  }

  private serve(model: Http) {
    const signIn = signingIn(this.call(), this.subject.fixtures, model);
    bridge.serve(signIn.model);
    return signIn;
  }
}

async function inEveryHost(tell: (host: ParityHost) => Promise<readonly Told[]>): Promise<readonly Told[]> {
  const expected = await tell(embedded);
  for (const host of OTHERS) expect(await tell(host), host.name).toEqual(expected);
  return expected;
}

const outputs = (told: readonly Told[]) =>
  told.map(({ outcome }) => (outcome && 'output' in outcome ? outcome.output : null));

const triggered = SUBJECTS.filter(
  ({ connector, fixtures }) =>
    connector.triggers.length > 0 || Object.keys(fixtures.lookups ?? {}).length > 0,
);

describe.each(triggered.map((subject) => [subject.connector.label, subject] as const))('%s', (_, subject) => {
  const { connector, fixtures } = subject;
  for (const trigger of connector.triggers) {
    const poll = () => fixtures.polls?.[trigger.name] ?? expect.fail('it has no fixture');

    if (trigger.type === 'poll') {
      test(`${trigger.name}: polls give the same, keep their cursor on a failure and give nothing twice`, async () => {
        const told = await inEveryHost(async (host) => {
          const story = new Story(subject, poll().input ?? {});
          const running = await story.start(host, trigger, false, poll().serve([]));
          await story.step('nothing yet', poll().serve([]), running.poll);
          await story.step('two at once', poll().serve(FIRST), running.poll);
          await story.step('nothing more', poll().serve(FIRST), running.poll);
          await story.step('down', DOWN, running.poll);
          await story.step('refused', REFUSED, running.poll);
          await story.step('one more', poll().serve(LATER), running.poll);
          await story.step('off', poll().serve(LATER), async () => (await running.off(), null));
          return story.told;
        });
        expect(outputs(told).map((items) => (Array.isArray(items) ? items.length : items))).toEqual([
          ...[null, 0, 2, 0, null, null, 1, null],
        ]);
        expect(told.map(({ outcome }) => (outcome && 'error' in outcome ? outcome.error : ''))).toEqual([
          ...['', '', '', '', 'UpstreamError', 'AuthError', '', ''],
        ]);
      });
    }

    const subscribed = fixtures.subscriptions?.[trigger.name];
    if (subscribed) {
      test(`${trigger.name}: subscribes the same way, believes its vendor and nobody else`, async () => {
        const push = trigger.type === 'poll';
        const told = await inEveryHost(async (host) => {
          const model = subscribed.serve();
          const story = new Story(subject, subscribed.input ?? poll().input ?? {});
          const running = await story.start(host, trigger, push, model);
          const registration = await running.registration();
          if (!registration) return expect.fail('nothing was registered');
          for (const { what, payload, signal } of subscribed.calls) {
            if (signal !== undefined && signal !== 'poll') continue;
            const stranger = { ...registration, secret: 'of-somebody-else-and-long-enough-0000' };
            const serving = push ? poll().serve(FIRST) : model;
            await story.step(`${what}, forged`, serving, () => running.call(payload(stranger)));
            await story.step(what, serving, () => running.call(payload(registration)));
          }
          await story.step('off', model, async () => (await running.off(), null));
          return story.told;
        });
        const forged = told.filter(({ step }) => step.endsWith('forged'));
        expect(forged.length).toBeGreaterThan(0);
        for (const { outcome } of forged) expect(outcome).toMatchObject({ error: 'AuthError' });
        expect(outputs(told).flat().filter(Boolean).length).toBeGreaterThan(0);
        expect(told[0]?.requests.length, 'requests to subscribe').toBeGreaterThan(0);
      });
    }

    if (trigger.type === 'webhook' && !trigger.subscription) {
      test(`${trigger.name}: a call gives the same items, and what is no such call is refused`, async () => {
        const told = await inEveryHost(async (host) => {
          // What a person agrees on with the vendor stands in the sample's address.
          const agreed = Object.values(trigger.sample.query).map((value) => ({ secret: value }));
          const story = new Story(subject, { ...sampleInput(trigger.fields), ...agreed[0] });
          const running = await story.start(host, trigger, false, DOWN);
          const { sample } = trigger;
          const calls = [
            { step: 'a call', payload: { ...sample, raw: JSON.stringify(sample.body) } },
            { step: 'nonsense', payload: { headers: {}, query: {}, body: 'nonsense', raw: '"nonsense"' } },
          ];
          for (const { step, payload } of calls) await story.step(step, DOWN, () => running.call(payload));
          return story.told;
        });
        expect(outputs(told)[1]).toHaveLength(1);
        expect(told[2]?.outcome).toHaveProperty('error');
      });
    }
  }

  const holders = [...connector.operations, ...connector.triggers].flatMap(({ fields }) =>
    Object.values(fields),
  );
  const used = new Set(holders.map((field) => field.lookup?.name));
  for (const [lookup, fixture] of Object.entries(fixtures.lookups ?? {})) {
    if (!used.has(lookup)) continue;
    test(`${lookup}: offers the same choices`, async () => {
      const told = await inEveryHost(async (host) => {
        const story = new Story(subject, fixture.input ?? {});
        const call = callOf(subject, bridge, fixture.input ?? {});
        await story.step(lookup, replying(fixture.replies), () =>
          host.choices(call, lookup, fixture.search ?? ''),
        );
        return story.told;
      });
      expect(told[0]?.requests.length).toBeGreaterThan(0);
      expect(told[0]?.outcome).toHaveProperty('output');
    });
  }
});
