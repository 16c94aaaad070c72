import { CANARY_STEPS, type RedriveItemState, type RedriveState } from '@pebble/contract/redrives';
import type { TenantTx } from '../db/with-tenant.ts';
import { appendEvent } from '../features/events/append-event.ts';
import { describeError } from '../log/describe-error.ts';
import { firstDeath, settleItems } from './redrive-items.ts';
import { revive, type Revival } from './redrive-mail.ts';

export interface ActiveRedrive {
  id: string;
  state: RedriveState;
  rate_per_second: number;
  step: number;
  created_by: string;
  /** Seconds until the rate allows the next mail; 0 when it does. */
  rest: number;
}

export type ItemCounts = Record<RedriveItemState, number>;

/** While mails are under way there is nothing to do but to look again. */
const LOOK_AGAIN_S = 0.3;
/** Mails that one step of work sends at most: its transaction holds their rows. */
const MOST_AT_ONCE = 25;

/**
 * Takes the redrive that is due, if no other worker has it, and does one piece of work on it. The lock on its row is the lease:
 * a worker that dies loses it together with what it has not committed, and the next one goes on from there.
 *
 * @returns false when none is due
 */
export async function advanceOne(tx: TenantTx): Promise<boolean> {
  const { rows } = await tx.sql.raw<{ rows: ActiveRedrive[] }>(
    `SELECT *, greatest(0, extract(epoch FROM send_at - clock_timestamp()))::float8 AS rest FROM redrives
     WHERE state IN ('running', 'stopping') AND next_at <= now() ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  const [redrive] = rows;
  if (!redrive) return false;
  await settleItems(tx, redrive);
  await goOn(tx, redrive, await countItems(tx, redrive.id));
  return true;
}

async function goOn(tx: TenantTx, redrive: ActiveRedrive, counts: ItemCounts): Promise<void> {
  const idle = counts.under_way === 0;
  if (redrive.state === 'stopping') {
    return idle ? finish(tx, redrive, 'stopped', counts) : lookAgain(tx, redrive, LOOK_AGAIN_S);
  }
  const canary = redrive.step <= CANARY_STEPS.length;
  if (canary && counts.died > 0 && counts.waiting > 0) {
    await stop(tx, redrive.id, await whyStopped(tx, redrive, counts));
    return lookAgain(tx, redrive, 0);
  }
  if (counts.waiting === 0) {
    return idle ? finish(tx, redrive, 'finished', counts) : lookAgain(tx, redrive, LOOK_AGAIN_S);
  }
  const room = canary ? quota(redrive.step) - sent(counts) : Infinity;
  if (room <= 0 && idle) {
    await tx
      .sql('redrives')
      .where({ id: redrive.id })
      .update({ step: redrive.step + 1 });
    return lookAgain(tx, redrive, 0);
  }
  if (room > 0 && redrive.rest === 0 && (await sendNext(tx, redrive, room)) === 0) {
    return lookAgain(tx, redrive, 0);
  }
  // With nothing under way there is nothing to see before the next mail may go.
  return lookAgain(tx, redrive, idle && redrive.rest > 0 ? redrive.rest : LOOK_AGAIN_S);
}

async function whyStopped(tx: TenantTx, redrive: ActiveRedrive, counts: ItemCounts): Promise<string> {
  const place = `At step ${redrive.step} of ${CANARY_STEPS.length + 1}`;
  const died = counts.died === 1 ? 'a mail died again' : `${counts.died} mails died again`;
  const cause = await firstDeath(tx, redrive.id);
  return `${place} ${died} (${cause}), so the other ${counts.waiting} were left alone.`;
}

/** How many mails have been sent when a canary step is over. */
function quota(step: number): number {
  return CANARY_STEPS.slice(0, step).reduce((sum, mails) => sum + mails, 0);
}

const sent = ({ under_way, succeeded, died }: ItemCounts) => under_way + succeeded + died;

/**
 * Sends as many of the next mails as the rate allows until the next look, and returns how many. Those that are skipped use up
 * nothing of it.
 */
async function sendNext(tx: TenantTx, redrive: ActiveRedrive, room: number): Promise<number> {
  const perLook = Math.max(1, Math.floor(redrive.rate_per_second * LOOK_AGAIN_S));
  const most = Math.min(room, perLook, MOST_AT_ONCE);
  const items = await tx
    .sql<{ position: number; sync_error_id: string; redrive_id: string; state: string }>('redrive_items')
    .where({ redrive_id: redrive.id, state: 'waiting' })
    .orderBy('position')
    .limit(MOST_AT_ONCE)
    .select('position', 'sync_error_id');
  let number = 0;
  for (const { position, sync_error_id } of items) {
    if (number === most) break;
    const result = await reviveApart(tx, sync_error_id, redrive);
    const now = tx.sql.fn.now();
    await tx
      .sql('redrive_items')
      .where({ redrive_id: redrive.id, position })
      .update(
        result.sent
          ? { state: 'under_way', edited: result.edited, deaths: result.deaths, sent_at: now }
          : { state: 'skipped', reason: result.reason, settled_at: now },
      );
    if (result.sent) number += 1;
  }
  await tx
    .sql('redrives')
    .where({ id: redrive.id })
    .update({ send_at: later(tx, number / redrive.rate_per_second) });
  return number;
}

/** One mail that cannot be sent, whatever is wrong with it, must not hold up the others for ever. */
async function reviveApart(tx: TenantTx, syncErrorId: string, redrive: ActiveRedrive): Promise<Revival> {
  const apart: TenantTx = { ...tx };
  try {
    const result = await tx.sql.transaction((sql) =>
      revive(Object.assign(apart, { sql }), syncErrorId, { id: redrive.id, createdBy: redrive.created_by }),
    );
    tx.queued ||= apart.queued;
    return result;
  } catch (error) {
    // Away, shutting down, or met by others: nothing is wrong with the mail, and the whole piece of work comes again.
    if (isWeather(error)) throw error;
    return { sent: false, reason: `It could not be sent: ${describeError(error).message}` };
  }
}

/**
 * Postgres: connection lost (08), serialisation and deadlock (40), out of something (53), lock not available (55), shutdown (57).
 * Node: a broken socket.
 */
function isWeather(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^((08|40|53|55|57)\w{3}|E[A-Z]+)$/.test(code);
}

/** Sends no more of a redrive; it is over when the mails under way have ended. */
export async function stop(tx: TenantTx, redriveId: string, reason: string): Promise<void> {
  const left = await tx
    .sql('redrive_items')
    .where({ redrive_id: redriveId, state: 'waiting' })
    .update({ state: 'left', settled_at: tx.sql.fn.now() });
  await tx
    .sql('redrives')
    .where({ id: redriveId })
    .update({ state: 'stopping', reason, next_at: tx.sql.fn.now() });
  await appendEvent(tx, { type: 'redrive.stopped', data: { redrive_id: redriveId, reason, left } });
}

async function finish(
  tx: TenantTx,
  { id }: ActiveRedrive,
  state: 'stopped' | 'finished',
  { waiting: _, under_way: __, ...counts }: ItemCounts,
): Promise<void> {
  await tx.sql('redrives').where({ id }).update({ state, finished_at: tx.sql.fn.now() });
  await appendEvent(tx, { type: 'redrive.finished', data: { redrive_id: id, state, ...counts } });
}

async function lookAgain(tx: TenantTx, { id }: ActiveRedrive, seconds: number): Promise<void> {
  await tx
    .sql('redrives')
    .where({ id })
    .update({ next_at: later(tx, seconds) });
}

/** By the clock and not by the start of the transaction, from which it would come too early. */
function later(tx: TenantTx, seconds: number) {
  return tx.sql.raw('clock_timestamp() + make_interval(secs => ?)', [seconds]);
}

export async function countItems(tx: TenantTx, redriveId: string): Promise<ItemCounts> {
  const rows = await tx
    .sql('redrive_items')
    .where({ redrive_id: redriveId })
    .groupBy('state')
    .select<{ state: RedriveItemState; count: number }[]>('state', tx.sql.raw('count(*) AS count'));
  const none: ItemCounts = { waiting: 0, under_way: 0, succeeded: 0, died: 0, skipped: 0, left: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}
