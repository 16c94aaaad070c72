import type { ErrorCode } from '@pebble/contract/error-codes';

/** A problem that a handler answers with. */
export class FakeProblem extends Error {
  readonly code: ErrorCode;
  readonly more: object;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, more: object = {}, headers: Record<string, string> = {}) {
    super(code);
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}
