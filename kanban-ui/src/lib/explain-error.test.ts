import { ApiError } from '@pebble/contract/client';
import { describe, expect, it } from 'vitest';
import { problem } from '../testing/factories.ts';
import { explainError, problemCode } from './explain-error.ts';
import { NetworkError } from './fetch-send.ts';

describe('explainError', () => {
  it("repeats the server's title and prefers its detail to the general hint", () => {
    const error = new ApiError(
      'moveCard',
      409,
      problem('illegal_transition', { detail: 'Only to New.' }),
      null,
    );
    expect(explainError(error)).toEqual({
      title: 'The board does not allow this move',
      hint: 'Only to New.',
    });
    expect(problemCode(error)).toBe('illegal_transition');
  });

  it('tells a lost network from a failure of ours', () => {
    expect(explainError(new NetworkError('x')).title).toBe('No connection to the server');
    expect(explainError(new TypeError('x')).title).toBe('Something failed');
    expect(problemCode(new NetworkError('x'))).toBeNull();
  });

  it('never shows a body that is no problem document', () => {
    expect(explainError(new ApiError('me', 502, null, null)).title).toBe('Something failed');
  });
});
