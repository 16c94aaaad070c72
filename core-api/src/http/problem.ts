import { ERRORS, type ErrorCode } from '@pebble/contract/error-codes';
import type { Problem } from '@pebble/contract/problem';

interface Extras {
  /** For people; never a payload, a secret or somebody else's data. */
  detail?: string;
  errors?: { path: string; message: string }[];
  allowed?: string[];
  existing_id?: string;
  /** Seconds until the caller may try again; becomes the Retry-After header. */
  retryAfter?: number;
  /** Methods for the Allow header. */
  allow?: string[];
  cause?: unknown;
}

/** A refusal that the contract knows. Anything else that is thrown becomes a 500 that tells nothing but its id. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ErrorCode;
  readonly extras: Extras;

  constructor(code: ErrorCode, extras: Extras = {}) {
    super(extras.detail ?? ERRORS[code].title, { cause: extras.cause });
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** The RFC 9457 body of a problem. */
export function problemBody(problem: ApiProblem, correlationId: string): Problem {
  const { status, title, hint } = ERRORS[problem.code];
  const { detail, errors, allowed, existing_id } = problem.extras;
  return {
    type: `/docs#problem-${problem.code}`,
    title,
    status,
    code: problem.code,
    hint,
    instance: correlationId,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(existing_id === undefined ? {} : { existing_id }),
  };
}

export function problemHeaders(problem: ApiProblem): Record<string, string> {
  const { retryAfter, allow } = problem.extras;
  return {
    'content-type': 'application/problem+json',
    ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
    ...(allow === undefined ? {} : { allow: allow.join(', ') }),
  };
}
