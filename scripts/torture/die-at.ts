import type { CrashPoint } from '@pebble/core-api/runtime/crash-points';
import { inParallel } from '../lib/in-parallel.ts';
import type { Scenario } from './crash-scenarios.ts';
import { startEngineBeside } from './engine-beside.ts';
import { readEvidence } from './evidence.ts';
import type { FragilePostgres } from './fragile-postgres.ts';
import { mailboxesOf, verifyAudit, type SignIn } from './installation.ts';
import { judge, type Judgement } from './judge.ts';
import { enlist, until, untilReady } from './lab.ts';
import { Ledger } from './ledger.ts';
import { drawPlan, type Plan } from './plan.ts';
import { Poster, type Sender } from './poster.ts';
import type { Scratch } from './scratch.ts';
import { SmtpPoster } from './smtp-poster.ts';
import type { Supervised } from './supervised.ts';
import { untilSettled } from './until-settled.ts';

/** An installation of its own to die in. */
export interface Ground {
  name: string;
  database: string;
  postgres: FragilePostgres;
  env: NodeJS.ProcessEnv;
  signIn: SignIn;
  seed: number;
  scratch: Scratch;
}

/** Enough for threads, copies, attachments, an automatic reply and a few that die. */
const SIZE = { mails: 30, duplicates: 0.2, poison: 0.1 };
const CLIENTS = 4;
/** A start on a busy machine, and the first mails. */
const DEATH_MS = 120_000;

/** Lets a process die at a point, starts everything again, and judges what became of the mails. */
export async function dieAt(
  point: CrashPoint,
  scenario: Scenario,
  ground: Ground,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Judgement & { died: boolean }> {
  const { postgres, database, scratch } = ground;
  const smtp = scenario.door === 'smtp' ? { SMTP_PORT: '0', SMTP_HOST: '127.0.0.1' } : {};
  const env = { ...ground.env, ...scenario.env, ...smtp };
  const api = enlist('api', `${ground.name}-api`, env, scratch);
  const worker = enlist('worker', `${ground.name}-worker`, env, scratch);
  const plan = drawPlan({ ...SIZE, seed: ground.seed }, mailboxesOf(ground.signIn.tenant));
  const ledger = new Ledger();
  const arm = { PEBBLE_CRASH_AT: `${point}:${scenario.nth}` };
  const sender = senderTo(api, scenario, ground, ledger);
  api.start(scenario.dies === 'api' ? arm : {});
  await untilReady([api], signal);
  await hand(plan, sender, signal);
  if (scenario.elsewhere) await startEngineBeside(api.ready ?? '', env, scratch);
  if (scenario.dies === 'worker') {
    // Another engine needs it to place cards.
    if (!scenario.elsewhere) await api.stop();
    if (scenario.foul) await setFoul(ground, true);
    await until(() => allOlder(ground), DEATH_MS, signal);
    worker.start(arm);
  }
  const victim = scenario.dies === 'api' ? api : worker;
  const died = await until(() => victim.ends.some((end) => end.signal === 'SIGKILL'), DEATH_MS, signal);
  if (scenario.foul) await setFoul(ground, false);
  for (const other of [api, worker]) {
    const runs = other === api && scenario.elsewhere;
    if (other !== victim && !runs) other.start();
  }
  const fleet = [api, worker];
  await untilSettled({ postgres, database, fleet, signal, expected: Number.POSITIVE_INFINITY, say });
  // A mail has its outcome with its card; the rest of a run that was cut there comes with the job, when the queue brings it again.
  await until(async () => (await cutRuns(ground)) === 0, DEATH_MS, signal);
  await Promise.all([api.stop(), worker.stop()]);
  const evidence = await postgres.asOwner(database, readEvidence);
  const judgement = judge({ postings: plan.postings, answers: ledger.answers, evidence });
  const cut = await cutRuns(ground);
  if (cut > 0) judgement.findings.push(`${cut} mails have a card, and their runs did not come to an end`);
  const audit = await verifyAudit(env);
  if (audit !== null) judgement.findings.push(`audit: ${audit}`);
  return { ...judgement, died };
}

function senderTo(api: Supervised, { door }: Scenario, { signIn }: Ground, ledger: Ledger): Sender {
  if (door === 'smtp') return new SmtpPoster({ server: () => api.smtp, ledger });
  return new Poster({ signIns: [signIn], apis: () => (api.ready ? [api.ready] : []), ledger });
}

function hand({ postings }: Plan, sender: Sender, signal: AbortSignal): Promise<unknown> {
  return inParallel(postings, CLIENTS, (posting) => sender.post(posting, signal));
}

/** As when a right was forgotten: no mail gets onto a card until it is given back. */
async function setFoul({ postgres, database }: Ground, foul: boolean): Promise<void> {
  const [verb, preposition] = foul ? ['REVOKE', 'FROM'] : ['GRANT', 'TO'];
  await postgres.asOwner(database, (client) =>
    client.query(`${verb} INSERT ON emails ${preposition} pebble_app`),
  );
}

/** How many mails have a card without the record of a run that came to its end behind it. */
async function cutRuns({ postgres, database }: Ground): Promise<number> {
  const { rows } = await postgres.asOwner(database, (client) =>
    client.query<{ cut: number }>(
      `SELECT count(*)::int AS cut FROM inbound_emails i WHERE state = 'done' AND NOT EXISTS (
         SELECT FROM flow_runs r WHERE r.inbound_id = i.id AND r.recorded_at >= i.updated_at)`,
    ),
  );
  return rows[0]?.cut ?? 0;
}

/** True when every mail has waited for longer than the shortest time after which one is forgotten. */
async function allOlder({ postgres, database }: Ground): Promise<boolean> {
  const { rows } = await postgres.asOwner(database, (client) =>
    client.query<{ older: boolean }>(
      `SELECT max(received_at) < now() - interval '1.5 seconds' AS older FROM inbound_emails`,
    ),
  );
  return rows[0]?.older ?? false;
}
