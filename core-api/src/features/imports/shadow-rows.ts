import type { Rehearsal } from '@pebble/contract/rehearsal';
import type { RowResult } from '@pebble/contract/imports';
import { setTimeout as pause } from 'node:timers/promises';
import type { Scope } from '../../db/scope.ts';
import { ApiProblem } from '../../http/problem.ts';
import { judgeBatch } from '../ingestion/accept-batch.ts';
import type { IncomingMail } from '../ingestion/incoming-mail.ts';
import type { ImportPace } from './import-pace.ts';
import type { RowOutcome } from './row-outcome.ts';
import type { Judge, RowBatch } from './take-rows.ts';

/** Runs a mail through the tenant's flow and leaves nothing behind. */
export type RehearseMail = (scope: Scope, mail: IncomingMail) => Promise<Rehearsal>;

/** Several at once, so that the one that waits for a connection keeps no other from its work. */
const AT_ONCE = 2;
const TRIES = 5;

/**
 * The shadow run: rehearses what would be rehearsed of a batch, before and outside of the transaction that writes the report,
 * and gives the judge that fills the report with it.
 */
export async function rehearseRows(
  { rehearse, pace }: { rehearse: RehearseMail; pace: Pick<ImportPace, 'rehearsedRows'> },
  scope: Scope,
  batch: RowBatch,
): Promise<Judge> {
  const wanted = batch.rows.flatMap((row, index) => {
    const number = batch.first + index;
    return 'mail' in row && number <= pace.rehearsedRows ? [{ number, mail: row.mail }] : [];
  });
  const found = new Map<number, RowOutcome>();
  const take = async () => {
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      found.set(next.number, await tryRehearsal(rehearse, scope, next.mail));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return async (tx, offers, rows) => {
    const verdicts = await judgeBatch(tx, offers);
    return verdicts.map((refusal, index): RowOutcome => {
      if (refusal) {
        return {
          result: refusal.code === 'sender_blacklisted' ? 'rejected' : 'error',
          reason: refusal.message,
        };
      }
      return (
        found.get(rows[index] ?? 0) ?? {
          result: 'would_accept',
          reason: 'Checked, but not rehearsed: the file is long.',
        }
      );
    });
  };
}

async function tryRehearsal(rehearse: RehearseMail, scope: Scope, mail: IncomingMail): Promise<RowOutcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      return toOutcome(await rehearse(scope, mail));
    } catch (error) {
      // Real work goes first.
      if (!(error instanceof ApiProblem) || error.code !== 'not_ready') throw error;
      if (tries === TRIES)
        return {
          result: 'would_accept',
          reason: 'Checked, but not rehearsed: there was too much real work.',
        };
      await pause(500 * tries);
    }
  }
}

const RESULTS: Record<Rehearsal['outcome'], RowResult> = {
  created: 'would_create',
  appended: 'would_append',
  reopened: 'would_reopen',
  duplicate: 'duplicate',
  ignored: 'would_ignore',
  rejected: 'rejected',
  dead: 'would_fail',
  unknown: 'would_accept',
};

function toOutcome({ outcome, reason, error, board, column }: Rehearsal): RowOutcome {
  const why = reason ?? (error ? `${error.error_class}: ${error.message}` : null);
  return { result: RESULTS[outcome], reason: why, board, column };
}
