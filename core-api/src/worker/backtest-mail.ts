import type { BacktestOutcome } from '@pebble/contract/backtests';
import type { StepRun } from '@pebble/contract/flows';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { systemScope } from '../db/scope.ts';
import type { MailStore } from '../features/jobs/mail-store.ts';
import { ApiProblem } from '../http/problem.ts';
import { rehearsedOutcome } from './backtest-outcome.ts';
import { actAs, comesAnew } from './backtest-stage.ts';
import { attempt, OneMail, Unreadable, type RehearsalDeps } from './rehearse.ts';
import { inVain } from './rehearse-transaction.ts';

/** Runs a mail that was processed before through a stored version, as if it came new. Nothing remains. */
export type TryVersion = (
  tenantId: string,
  trackingId: string,
  versionId: string,
) => Promise<{ outcome: BacktestOutcome; steps: z.infer<typeof StepRun>[] }>;

/** @throws ApiProblem not_ready when real work holds the same rows, job_closed when the mail is not there any more */
export function createTryVersion(deps: RehearsalDeps & { mails: MailStore }): TryVersion {
  return async (tenantId, trackingId, versionId) => {
    const scope = systemScope(tenantId, 'worker', `backtest-${newId()}`);
    // Read and parsed beforehand: a large mail takes its time, and the transaction below must be short.
    const mail = await read(deps, scope, trackingId);
    const work = async (stage: Database, over: AbortSignal) => {
      const copy = await stage.withTenant(scope, async (tx) => {
        await actAs(tx, versionId);
        return comesAnew(tx, trackingId);
      });
      const said = await attempt({ deps, stage, mails: new OneMail(mail), over }, scope, copy);
      const outcome = await stage.withTenant(scope, (tx) => rehearsedOutcome(tx, copy, said));
      return { outcome, steps: said.steps };
    };
    return inVain(deps.db, work, deps.deadlineMs);
  };
}

/** The mail in the form that was processed: repaired, if people had to. */
async function read(
  { db, mails }: { db: Database; mails: MailStore },
  scope: ReturnType<typeof systemScope>,
  trackingId: string,
): Promise<ConstructorParameters<typeof OneMail>[0]> {
  return db.withTenant(scope, async (tx) => {
    const row = await tx
      .sql<{ id: string; repair: number }>('inbound_emails')
      .where({ id: trackingId })
      .first('repair');
    if (!row) throw new ApiProblem('job_closed', { detail: 'The mail is not there any more.' });
    // What cannot be read now is judged as the flow judges it: dead, with the reason.
    return mails.load(tx, trackingId, row.repair).catch((error: unknown) => new Unreadable(error));
  });
}
