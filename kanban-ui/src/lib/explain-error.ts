import { ApiError } from '@pebble/contract/client';
import { t } from '../messages.ts';
import { NetworkError } from './fetch-send.ts';

export interface Explained {
  title: string;
  hint: string;
}

/** What to tell a person about a failed request: the server's own words when there are any. */
export function explainError(error: unknown): Explained {
  if (error instanceof NetworkError) return { title: t.errors.network, hint: t.errors.networkHint };
  if (error instanceof ApiError && error.problem) {
    const { title, detail, hint } = error.problem;
    return { title, hint: detail ?? hint };
  }
  return { title: t.errors.unexpected, hint: t.errors.unexpectedHint };
}

/** The same in one line, for a toast. */
export function explainLine(error: unknown): string {
  const { title, hint } = explainError(error);
  return `${title}. ${hint}`;
}

/** The stable code of a problem, or null when the failure is of another kind. */
export function problemCode(error: unknown): string | null {
  return error instanceof ApiError ? (error.problem?.code ?? null) : null;
}
