import type { RunResult, StepFailure } from '@pebble/flows/engine/run-result';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../http/problem.ts';
import { InvalidMail } from '../mail/parsed-mail.ts';
import { CircuitOpenError } from '@pebble/kit/errors';
import { decide, FlowFailed, isWorthRetrying, LeaseEnded, NotStarted, RetryLater } from './retry-policy.ts';

const failure = (change: Partial<StepFailure>): StepFailure => ({
  step: 'place',
  error_class: 'UpstreamError',
  message: 'the other side answered 503',
  retryable: true,
  retry_after: null,
  continued: false,
  cause: new Error('deep down'),
  ...change,
});
const result = (change: Partial<RunResult>): RunResult => ({
  status: 'failed',
  steps: [],
  failures: [],
  error: null,
  outputs: {},
  duration_ms: 1,
  ...change,
});

describe('another attempt', () => {
  it.each([
    ['the database or the network', new Error('connection terminated'), true],
    ['our own answer of 500', new ApiProblem('internal'), true],
    ['too many requests', new ApiProblem('too_many_requests'), true],
    ['something that is no error', 'oops', true],
    ['a request that is wrong', new ApiProblem('invalid_request'), false],
    ['a mail that is none', new InvalidMail('headers', 'no headers'), false],
    ['a step that may be tried again', new FlowFailed(result({ error: failure({}) })), true],
    ['a step that may not', new FlowFailed(result({ error: failure({ retryable: false }) })), false],
    ['a run that did nothing', new FlowFailed(result({ status: 'succeeded' })), false],
  ])('after %s: %#', (_, error, expected) => {
    expect(isWorthRetrying(error)).toBe(expected);
  });

  it('never after a flow that the engine refuses', () => {
    expect(isWorthRetrying(Object.create(FlowRefused.prototype))).toBe(false);
  });
});

describe('after a failed attempt', () => {
  const attempt = { number: 2, last: false, ageMs: 1000, baseMs: 1000 };
  const failed = (change: Partial<StepFailure>) => new FlowFailed(result({ error: failure(change) }));

  it('the mail comes again after a pause with jitter, and once the attempts are used up no more', () => {
    const decision = decide(new Error('blink'), attempt);
    expect(decision).toMatchObject({ retry: true, counts: true });
    if (decision.retry) expect(decision.delayMs).toBeLessThanOrEqual(2000);
    expect(decide(new Error('blink'), { ...attempt, number: 4, last: true })).toEqual({ retry: false });
  });

  it('our own database being away is no attempt, however often it happens', () => {
    const away = Object.assign(new Error('starting up'), { code: '57P03' });
    expect(decide(away, { ...attempt, number: 4, last: true })).toMatchObject({ retry: true, counts: false });
  });

  it('a failure that repeats itself ends at once', () => {
    expect(decide(new InvalidMail('headers', 'no headers'), { ...attempt, number: 1 })).toEqual({
      retry: false,
    });
  });

  it('nobody comes before the time that the other side asked for', () => {
    for (let n = 0; n < 50; n += 1) {
      const decision = decide(failed({ retry_after: 90 }), attempt);
      expect(decision).toMatchObject({ retry: true });
      if (decision.retry) expect(decision.delayMs).toBeGreaterThanOrEqual(90_000);
    }
  });

  it('a target that asks for days is a matter for a person', () => {
    expect(decide(failed({ retry_after: 86_400 * 3 }), attempt)).toEqual({ retry: false });
  });

  it('an open circuit costs no attempt, not even the last, but patience has an end', () => {
    const open = failed({ retry_after: 30, cause: new CircuitOpenError('left alone', 30) });
    const last = { ...attempt, number: 4, last: true };
    expect(decide(open, last)).toMatchObject({ retry: true, counts: false });
    expect(decide(open, { ...last, ageMs: 25 * 3600_000 })).toEqual({ retry: false });
  });
});

describe('another engine', () => {
  const minutes = (age: number) => ({ number: 4, last: true, ageMs: age * 60_000, baseMs: 1_000 });

  it('that has not begun costs no attempt, for a day or as long as the refusal allows', () => {
    const away = new NotStarted('n8n answered 503', { retryAfter: 7 });
    expect(decide(away, minutes(5))).toMatchObject({ retry: true, counts: false });
    expect(decide(away, minutes(25 * 60))).toEqual({ retry: false });
    const gone = new NotStarted('the flow is not there', { patienceMs: 10 * 60_000 });
    expect(decide(gone, minutes(9))).toMatchObject({ retry: true, counts: false });
    expect(decide(gone, minutes(11))).toEqual({ retry: false });
    expect(decide(gone, { ...minutes(11), number: 1, last: false })).toMatchObject({
      retry: true,
      counts: true,
    });
    expect(decide(new NotStarted('too large', { patienceMs: 0 }), minutes(0))).toEqual({ retry: false });
  });

  it('is not asked again before the time that it asked for', () => {
    const decided = decide(new NotStarted('busy', { retryAfter: 7 }), minutes(1));
    expect(decided).toMatchObject({
      delayMs: expect.toSatisfy((ms: number) => ms >= 7_000 && ms <= 15_000) as number,
    });
  });

  it('that said nothing in its time has had an attempt', () => {
    const silent = new LeaseEnded('n8n did not report');
    expect(decide(silent, { ...minutes(1), number: 2, last: false })).toMatchObject({
      retry: true,
      counts: true,
    });
    expect(decide(silent, minutes(1))).toEqual({ retry: false });
  });
});

describe('a failed run', () => {
  it('is told by the step that ended it', () => {
    const ended = failure({ step: 'claim' });
    const error = new FlowFailed(result({ error: ended, failures: [failure({ continued: true }), ended] }));
    expect(error.message).toBe('step "claim" failed with UpstreamError: the other side answered 503');
    expect(error.cause).toBe(ended.cause);
  });

  it('is told by the last failure that the flow passed over, when none ended it', () => {
    const failures = [failure({ step: 'classify' }), failure({ step: 'place', retryable: false })];
    const error = new FlowFailed(result({ status: 'succeeded', failures }));
    expect(error.message).toContain('step "place"');
    expect(error.retryable).toBe(false);
  });
});

it('what the queue stores of a failure is its class alone', () => {
  const error = new RetryLater('FlowFailed', { cause: new Error('of the mail: unicorn') });
  expect(`${error.name}: ${error.message}`).toBe('RetryLater: the attempt failed with FlowFailed');
});
