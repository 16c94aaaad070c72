import { UpstreamError } from '@pebble/kit/errors';
import type { RunResult, StepFailure } from '@pebble/flows/engine/run-result';
import { describe, expect, it } from 'vitest';
import { InvalidMail } from '../mail/parsed-mail.ts';
import { causeOfDeath } from './cause-of-death.ts';
import { FlowFailed } from './retry-policy.ts';

function failed(change: Partial<StepFailure> = {}, error: Error = new UpstreamError('HTTP 503')): FlowFailed {
  const failure: StepFailure = {
    ...{ step: 'place_sure', error_class: error.name, message: error.message, retryable: true },
    ...{ retry_after: null, continued: false, cause: error, ...change },
  };
  const result: RunResult = {
    ...{ status: 'failed', steps: [], failures: [failure], error: failure, outputs: {}, duration_ms: 1 },
  };
  return new FlowFailed(result);
}

describe('a step that failed', () => {
  it('is named with the class of what it met, and the frames of all of it', () => {
    const cause = causeOfDeath(failed());
    expect(cause).toMatchObject({ errorClass: 'UpstreamError', step: 'place_sure' });
    expect(cause.message).toBe('step "place_sure" failed with UpstreamError: HTTP 503');
    expect(cause.traceback).toMatch(/^FlowFailed: .*\n\s+at [^]*caused by UpstreamError: HTTP 503\n\s+at /);
  });

  it('has the fingerprint of its class, step and words, whatever the numbers', () => {
    const { fingerprint } = causeOfDeath(failed());
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(causeOfDeath(failed({ message: 'HTTP 500' })).fingerprint).toBe(fingerprint);
    expect(causeOfDeath(failed({ step: 'classify' })).fingerprint).not.toBe(fingerprint);
    expect(causeOfDeath(failed({ message: 'no answer' })).fingerprint).not.toBe(fingerprint);
    expect(causeOfDeath(failed({}, new TypeError('HTTP 503'))).fingerprint).not.toBe(fingerprint);
  });
});

it('what is thrown outside a flow keeps its own class', () => {
  expect(causeOfDeath(new InvalidMail('from', 'no sender'))).toMatchObject({
    errorClass: 'InvalidMail',
    step: null,
  });
  expect(causeOfDeath('not even an error')).toMatchObject({ errorClass: 'Unknown', step: null });
});
