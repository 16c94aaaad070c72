import { ERRORS, type ErrorCode } from '@pebble/contract/error-codes';
import { Problem } from '@pebble/contract/problem';
import { describe, expect, it } from 'vitest';
import { ApiProblem, problemBody, problemHeaders } from './problem.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

describe.each(CODES)('%s', (code) => {
  const problem = new ApiProblem(code);

  it('is a problem of the contract, with status, title and a hint that says what to do', () => {
    const body = problemBody(problem, 'the-correlation');
    expect(Problem.parse(body)).toEqual(body);
    expect(body).toEqual({
      type: `/docs#problem-${code}`,
      code,
      title: ERRORS[code].title,
      status: problem.status,
      hint: ERRORS[code].hint,
      instance: 'the-correlation',
    });
    expect(body.hint).toMatch(/\.$/);
  });

  it('has an error status, and asks for a token exactly when that is 401', () => {
    expect(problem.status).toBeGreaterThanOrEqual(400);
    const headers = problemHeaders(problem);
    expect(headers['content-type']).toBe('application/problem+json');
    expect('www-authenticate' in headers).toBe(problem.status === 401);
  });
});

describe('what a problem may carry', () => {
  it('is shown: detail, fields, allowed columns', () => {
    const errors = [{ path: 'body.to', message: 'too short' }];
    const problem = new ApiProblem('illegal_transition', { detail: 'No.', errors, allowed: ['lost'] });
    expect(problemBody(problem, 'c')).toMatchObject({ detail: 'No.', errors, allowed: ['lost'] });
    expect(problem.message).toBe('No.');
  });

  it('is never its cause', () => {
    const problem = new ApiProblem('malformed_body', { cause: new Error('secret text') });
    expect(JSON.stringify(problemBody(problem, 'c'))).not.toContain('secret text');
  });

  it.each([
    [0, '1'],
    [0.2, '1'],
    [29.1, '30'],
  ])('says %d seconds as a whole number of at least one', (retryAfter, header) => {
    expect(problemHeaders(new ApiProblem('too_many_requests', { retryAfter }))['retry-after']).toBe(header);
  });

  it('lists the methods that are right', () => {
    const problem = new ApiProblem('method_not_allowed', { allow: ['GET', 'DELETE'] });
    expect(problemHeaders(problem)['allow']).toBe('GET, DELETE');
  });
});
