import { Id, Timestamp } from '@pebble/contract/values';
import { ApiProblem } from './problem.ts';

/** Packs the sort key of a list's last row into an opaque cursor. */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Unpacks the cursor of a list that is sorted by an instant, as Postgres writes it, and then by id.
 *
 * @throws ApiProblem invalid_request for anything we did not hand out
 */
export function decodeCursor(cursor: string): [instant: string, id: string] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [instant, id] = Array.isArray(key) && key.length === 2 ? (key as unknown[]) : [];
    if (isInstant(instant) && Id.safeParse(id).success) return [instant, id as string];
  } catch {
    // falls through to the refusal
  }
  throw refuseCursor();
}

/** What a cursor is answered with that we did not hand out. */
export function refuseCursor(): ApiProblem {
  const message = 'is not a cursor of this list; start without one';
  return new ApiProblem('invalid_request', { detail: message, errors: [{ path: 'query.cursor', message }] });
}

/** Cuts a list that was read with one row more than `limit`, and says where the next page starts. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly string[],
): { rows: Row[]; next_cursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}

/** `2026-11-02 09:00:00.123456+00`: ISO 8601 but for the blank and the short offset. */
function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  return Timestamp.safeParse(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).success;
}
