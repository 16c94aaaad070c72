import { ApiProblem } from '../../http/problem.ts';

/** A reply other than success. 4xx asks the client to come back, 5xx to give up. */
export class SmtpReply extends Error {
  override readonly name = 'SmtpReply';
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }

  get isTemporary(): boolean {
    return this.responseCode < 500;
  }
}

export const TRY_LATER = '4.3.0 We cannot take mail at the moment; please try again later';

/**
 * What a failure means to the client. Only what the core has decided about the mail itself is final: a database that is
 * away, or anything that nobody foresaw, must not make a sender give up.
 */
export function toReply(error: unknown): SmtpReply {
  if (error instanceof SmtpReply) return error;
  if (!(error instanceof ApiProblem)) return new SmtpReply(451, TRY_LATER);
  if (error.code === 'sender_blacklisted') return new SmtpReply(550, '5.7.1 The sender is not accepted here');
  if (error.code === 'invalid_request') return new SmtpReply(554, `5.6.0 ${error.message}`);
  if (error.code === 'too_large') return new SmtpReply(552, '5.3.4 The mail is too large');
  if (error.status === 429 || error.status >= 500) return new SmtpReply(451, TRY_LATER);
  return new SmtpReply(554, '5.7.1 The mail is not accepted here');
}
