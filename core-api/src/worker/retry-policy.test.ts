import type { RunResult, StepFailure } from '@pebble/flows/engine/run-result';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../http/problem.ts';
import { InvalidMail } from '../mail/parsed-mail.ts';
import { FlowFailed, isWorthRetrying, RetryLater } from './retry-policy.ts';

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
