import { ApiProblem } from '../../http/problem.ts';

/** A place in the event log: the writing transaction first, because only transactions become readable in order. */
export interface LogPosition {
  xid: bigint;
  id: number;
}

/** Before the first event. */
export const LOG_START: LogPosition = { xid: 0n, id: 0 };

/** Negative when `a` lies before `b`, zero when they are the same place. */
export function comparePositions(a: LogPosition, b: LogPosition): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  return a.id - b.id;
}

/** The form in which clients keep a position: event id, `next_cursor`, Last-Event-ID. */
export function cursorOf(position: LogPosition): string {
  return Buffer.from(`${position.xid}-${position.id}`).toString('base64url');
}

/**
 * Reads a cursor back.
 *
 * @param field where the client put it, for the refusal
 * @throws ApiProblem invalid_request when it is none of ours
 */
export function positionOf(cursor: string, field = 'query.cursor'): LogPosition {
  const [, xid, id] = PARTS.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  const position = { xid: BigInt(xid ?? 0), id: Number(id) };
  // Compared with its own encoding, because the decoder skips what is not base64: one place has one cursor.
  if (xid === undefined || position.xid > MAX_XID || cursorOf(position) !== cursor) {
    const errors = [{ path: field, message: 'Not a position of the event log' }];
    throw new ApiProblem('invalid_request', { detail: `These fields do not fit: ${field}`, errors });
  }
  return position;
}

const PARTS = /^(\d{1,20})-(\d{1,15})$/;

/** Of Postgres' xid8; beyond it the cast fails inside the database. */
const MAX_XID = 2n ** 64n - 1n;
