import { Findings } from './findings.ts';
import type { Evidence, InboundRow } from './evidence.ts';
import { judgeThreads } from './judge-threads.ts';
import type { PlannedMail, Posting } from './plan.ts';

/** The figures of a run, and everything that is not as it must be, in words. */
export interface Judgement {
  /** 202 answers that senders hold. */
  accepted: number;
  /** Mails that were taken although the sender never saw the answer. */
  unanswered: number;
  unique: number;
  cards: number;
  /** Cards that became part of others, because a late mail showed that their threads are one. */
  merged: number;
  appended: number;
  duplicates_ignored: number;
  /** Automatic replies, which open no card. */
  ignored: number;
  dead: number;
  /** Poisoned mails that were taken, copies included: as many must be dead. */
  poison: number;
  /** Mails, answers and events that are not there, or that never came to an end. */
  lost: number;
  /** Effects, cards and events that are there once too often. */
  doubled: number;
  findings: string[];
}

interface Case {
  postings: readonly Posting[];
  /** The senders' tracking ids and what each stands for. */
  answers: ReadonlyMap<string, PlannedMail>;
  evidence: Evidence;
}

/** The events that end a mail; each mail has exactly one of them. */
const OUTCOMES = [
  'card.created',
  'card.mail_appended',
  'mail.duplicate_ignored',
  'mail.ignored',
  'mail.dead',
];

/** Holds what the senders know against what the database holds. */
export function judge({ postings, answers, evidence }: Case): Judgement {
  const findings = new Findings();
  const mailOf = new Map(postings.map(({ sha256, mail }) => [sha256, mail]));
  const rowsOf = Map.groupBy(evidence.inbound, (row) => mailOf.get(row.sha256));
  const byId = new Map(evidence.inbound.map((row) => [row.id, row]));
  for (const [id, mail] of answers) judgeAnswer(findings, id, mail, byId.get(id), mailOf);
  for (const { id } of rowsOf.get(undefined) ?? []) findings.doubled(`${id} is a mail that nobody has sent`);
  const cardsOf = Map.groupBy(evidence.emails, ({ inbound_id }) => inbound_id);
  for (const mail of new Set(mailOf.values())) {
    const rows = rowsOf.get(mail) ?? [];
    if (mail.kind === 'poison') judgePoison(findings, mail, rows);
    else judgeMail(findings, mail, { rows, byId, placed: (id) => cardsOf.get(id)?.length ?? 0 });
  }
  judgeThreads(findings, new Set(mailOf.values()), rowsOf, evidence);
  for (const row of evidence.inbound) judgeRow(findings, row, evidence);
  if (evidence.outbox > 0)
    findings.lost(`${evidence.outbox} rows that still wait in the outbox`, evidence.outbox);
  const inState = (state: string) => evidence.inbound.filter((row) => row.state === state).length;
  return {
    accepted: answers.size,
    unanswered: evidence.inbound.filter(({ id }) => !answers.has(id)).length,
    unique: [...rowsOf.keys()].filter((mail) => mail !== undefined).length,
    cards: evidence.cards.length,
    merged: evidence.merged,
    appended: evidence.emails.length - evidence.cards.length,
    duplicates_ignored: inState('duplicate'),
    ignored: inState('ignored'),
    dead: inState('dead'),
    poison: evidence.inbound.filter(({ sha256 }) => mailOf.get(sha256)?.kind === 'poison').length,
    ...findings.report,
  };
}

/** What was answered with 202 is there: those bytes, at that mailbox. */
function judgeAnswer(
  findings: Findings,
  id: string,
  mail: PlannedMail,
  row: InboundRow | undefined,
  mailOf: ReadonlyMap<string, PlannedMail>,
): void {
  if (!row) findings.lost(`${id}, which was answered with 202, is not there (${mail.key})`);
  else if (mailOf.get(row.sha256) !== mail) findings.lost(`the bytes of ${mail.key}: ${id} holds others`);
  else if (row.tenant !== mail.mailbox.tenant || row.entity !== mail.mailbox.entity) {
    findings.lost(`${id} (${mail.key}), which lies with ${row.tenant}/${row.entity}`);
  }
}

function judgePoison(findings: Findings, mail: PlannedMail, rows: readonly InboundRow[]): void {
  if (rows.length === 0) findings.lost(`${mail.key} was never taken`);
  for (const { id, state } of rows) {
    if (state !== 'dead') findings.lost(`${id} (${mail.key}) is poison and ended as ${state}`);
  }
}

interface Copies {
  rows: readonly InboundRow[];
  byId: ReadonlyMap<string, InboundRow>;
  /** How often a row's mail stands on a card. */
  placed: (id: string) => number;
}

/** One copy of a mail has its effect, the others are its duplicates. The effect of noise is to be ignored, with a reason. */
function judgeMail(findings: Findings, mail: PlannedMail, { rows, byId, placed }: Copies): void {
  const states = rows.map(({ state }) => state).join(', ') || 'never taken';
  const expected = mail.kind === 'noise' ? 'ignored' : 'done';
  const effects = ({ id, state }: InboundRow) =>
    expected === 'done' ? placed(id) : Number(state === 'ignored');
  findings.one(
    `the effect of ${mail.key} (${states})`,
    rows.reduce((sum, row) => sum + effects(row), 0),
  );
  for (const row of rows) {
    const first = byId.get(row.duplicate_of ?? '');
    const isCopy = row.state === 'duplicate' && first?.state === expected && rows.includes(first);
    const isFirst = row.state === expected && effects(row) === 1 && (row.card_id ?? row.reason) !== null;
    const cards = expected === 'done' && isFirst ? 1 : 0;
    if (!(isCopy || isFirst) || placed(row.id) !== cards) {
      findings.lost(`${row.id} (${mail.key}) ended as ${row.state}, first ${first?.state}`);
    }
  }
}

/** Whatever a mail is: its events are there, once, and a dead one can be repaired. */
function judgeRow(findings: Findings, row: InboundRow, evidence: Evidence): void {
  const events = evidence.events.get(row.id);
  const outcomes = OUTCOMES.reduce((sum, type) => sum + (events?.get(type) ?? 0), 0);
  findings.one(`the event that took in ${row.id} (${row.state})`, events?.get('mail.accepted') ?? 0);
  findings.one(`the event that ended ${row.id} (${row.state})`, outcomes);
  const errors = evidence.syncErrors.get(row.id) ?? 0;
  if (row.state === 'dead') findings.one(`the SyncError of ${row.id}`, errors);
  else if (errors > 0) findings.doubled(`${row.id} is ${row.state} and has a SyncError`);
}
