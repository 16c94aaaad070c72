// Generated from pieces/odoo/src/triggers/changes.ts by `npm run nodes:generate`: change it there.
import type { PollCursor } from '../../../kit/trigger';
import type { Domain, OdooClient, Row } from '../client';
import { stampOf } from '../stamp';

/** Which changes a poll looks for: by the instant of creation, or of the last change. */
export type StampField = 'create_date' | 'write_date';

export interface Watched {
  model: string;
  stamp: StampField;
  domain: Domain;
  fields: readonly string[];
  /** ISO 8601: nothing that is older is looked for. */
  since: string;
}

/**
 * Where a poll stands. `newest`: the latest stamp that was delivered. `at`: where the present round reads on, null between rounds.
 * `seen`: what was delivered of late, as `id@stamp`, so that reading it again does not deliver it again.
 */
export interface Position {
  newest: string;
  at: { from: string; after: number | null } | null;
  seen: readonly string[];
}

export const PAGE = 200;
/**
 * A stamp is the start of the transaction, so that a long one (an import, a scheduled job) is seen when it ends, with a stamp that lies
 * behind. Each round begins this far back.
 */
export const OVERLAP_MS = 10 * 60_000;
/** Beyond it the oldest are forgotten; hosts drop what comes again by its key. */
const REMEMBERED = 2_000;

/** The position in a host's cursor; a first one begins where the trigger was switched on. */
export function positionOf(cursor: PollCursor, since: string): Position {
  if (cursor === null) {
    const from = stampOf(new Date(since));
    return { newest: from, at: { from, after: null }, seen: [] };
  }
  const { newest, at, seen } = cursor as unknown as Position;
  return { newest, at: at ?? null, seen: seen ?? [] };
}

/** One page of changes after a position, oldest first, and the position behind it. */
export async function nextPage(
  odoo: OdooClient,
  watched: Watched,
  position: Position,
): Promise<{ rows: Row[]; next: Position }> {
  const floor = stampOf(new Date(watched.since));
  const at = position.at ?? { from: later(floor, earlier(position.newest)), after: null };
  const rows = await readPage(odoo, watched, at);
  const taken = at.after === null ? whole(rows, watched.stamp) : rows;
  const seen = new Set(position.seen);
  const fresh = taken.filter((row) => !seen.has(markOf(row, watched.stamp)));
  const newest = fresh.reduce((latest, row) => later(latest, stampIn(row, watched.stamp)), position.newest);
  const further = rows.length < PAGE && at.after === null ? null : advance(at, rows, watched.stamp);
  return {
    rows: fresh,
    next: { newest, at: further, seen: remember(position.seen, fresh, newest, watched.stamp) },
  };
}

/**
 * In the order of stamps; or, with `after`, the rows of one single second in the order of their ids. Stamps in the database have
 * fractions that answers do not show: a second can neither be compared for equality nor be paged by its stamp alone.
 */
async function readPage(
  odoo: OdooClient,
  { model, stamp, domain, fields }: Watched,
  at: NonNullable<Position['at']>,
) {
  const one = at.after !== null;
  const range = one
    ? [
        [stamp, '>=', at.from],
        [stamp, '<', following(at.from)],
        ['id', '>', at.after],
      ]
    : [[stamp, '>=', at.from]];
  const wanted = [...new Set([...fields, stamp])];
  const order = one ? 'id asc' : `${stamp} asc, id asc`;
  return odoo.search({ model, domain: [...range, ...domain], fields: wanted, order, limit: PAGE });
}

/** Of a full page all but its last second, which may go on behind it; unless it is one second from one end to the other. */
function whole(rows: readonly Row[], field: StampField): readonly Row[] {
  if (rows.length < PAGE) return rows;
  const last = stampIn(rows.at(-1), field);
  return rows.filter((row) => stampIn(row, field) !== last);
}

function advance(at: NonNullable<Position['at']>, rows: readonly Row[], field: StampField): Position['at'] {
  if (at.after !== null) {
    const last = rows.at(-1);
    return rows.length < PAGE || !last
      ? { from: following(at.from), after: null }
      : { from: at.from, after: last.id };
  }
  const [first, last] = [stampIn(rows[0], field), stampIn(rows.at(-1), field)];
  return first === last ? { from: last, after: 0 } : { from: last, after: null };
}

function remember(
  seen: readonly string[],
  fresh: readonly Row[],
  newest: string,
  field: StampField,
): string[] {
  const marks = [...seen, ...fresh.map((row) => markOf(row, field))];
  const oldest = earlier(newest);
  return marks.filter((mark) => mark.slice(mark.indexOf('@') + 1) >= oldest).slice(-REMEMBERED);
}

export function markOf(row: Row, field: StampField): string {
  return `${row.id}@${stampIn(row, field)}`;
}

export function stampIn(row: Row | undefined, field: StampField): string {
  return String(row?.[field] ?? '').slice(0, 19);
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(stamp: string): string {
  return shifted(stamp, -OVERLAP_MS);
}

function following(stamp: string): string {
  return shifted(stamp, 1_000);
}

function shifted(stamp: string, ms: number): string {
  return stampOf(new Date(Date.parse(`${stamp.replace(' ', 'T')}Z`) + ms));
}
