import { createHash } from 'node:crypto';
import { Random } from './random.ts';
import { refold, writeMail, type MailDraft } from './raw-mail.ts';
import { goods, letter } from './words.ts';

/** A mail that must have one effect, however often it is handed over. */
export interface PlannedMail {
  key: string;
  /** What becomes of it: a card, a dead letter, or nothing but a reason. */
  kind: 'good' | 'poison' | 'noise';
  /** Mails with the same thread must end on one card. */
  thread: string;
  mailbox: Mailbox;
}

export interface Mailbox {
  tenant: string;
  entity: string;
  address: string;
}

/** One handing over. */
export interface Posting {
  mail: PlannedMail;
  bytes: Buffer;
  /** Of these bytes, by which the database's row is recognised. */
  sha256: string;
  /** True for the second and every later handing over that was planned. */
  copy: boolean;
}

export interface Plan {
  mails: readonly PlannedMail[];
  /** In the order in which they are handed over. */
  postings: readonly Posting[];
}

/** Longest thread. */
const MOST_REPLIES = 5;
/** Replies that name only the mail they answer, as some clients write them. */
const SPARSE = 0.2;
/** Mails without Message-ID, known by their fingerprint alone. */
const NAMELESS = 0.05;
/** Of the mails that are no poison: automatic replies, which open no card. */
const NOISE = 0.02;

/** Draws the storm: threads whose mails come in any order, copies at once and later, as they were and folded anew, and poison. */
export function drawPlan(
  size: { mails: number; duplicates: number; poison: number; seed: number },
  mailboxes: readonly Mailbox[],
): Plan {
  const random = new Random(size.seed);
  const copies = Math.round(size.mails * size.duplicates);
  const poison = Math.round(size.mails * size.poison);
  const sound = size.mails - copies - poison;
  const noise = sound < 10 ? 0 : Math.max(1, Math.round(sound * NOISE));
  const run = `s${size.seed}`;
  const good = [
    ...drawThreads(sound - noise, random, mailboxes, run),
    ...many(noise, (at) => drawNoise(`${run}-n${at}`, random, random.pick(mailboxes))),
  ];
  const bad = many(poison, (at) => drawPoison(`${run}-p${at}`, random, random.pick(mailboxes)));
  const first = [...good, ...bad].map((posting) => ({ posting, at: random.next() }));
  const sources = first.slice(0, good.length);
  const again = many(sources.length === 0 ? 0 : copies, () => drawCopy(random.pick(sources), random));
  const all = [...first, ...again].sort((a, b) => a.at - b.at);
  return { mails: [...good, ...bad].map(({ mail }) => mail), postings: all.map(({ posting }) => posting) };
}

interface Placed {
  posting: Posting;
  /** Place in the storm, from 0 to 1. */
  at: number;
}

/** Half of the copies come on the heels of the first, half later; a third of them by another way. */
function drawCopy({ posting, at }: Placed, random: Random): Placed {
  const bytes = random.chance(1 / 3) && !isNameless(posting) ? refold(posting.bytes) : posting.bytes;
  const later = random.chance(0.5) ? Number.EPSILON : random.next() * (1 - at);
  return { posting: { ...posting, bytes, sha256: digest(bytes), copy: true }, at: at + later };
}

function drawThreads(count: number, random: Random, mailboxes: readonly Mailbox[], run: string): Posting[] {
  const postings: Posting[] = [];
  for (let thread = 0; postings.length < count; thread += 1) {
    const length = Math.min(random.whole(1, 1 + MOST_REPLIES), count - postings.length);
    postings.push(...drawThread(`${run}-t${thread}`, length, random, random.pick(mailboxes)));
  }
  return postings;
}

function drawThread(thread: string, length: number, random: Random, mailbox: Mailbox): Posting[] {
  const about = `${random.whole(2, 900)} ${goods(random)} (${thread})`;
  const nameless = length === 1 && random.chance(NAMELESS * 3);
  const ancestors: string[][] = [];
  return Array.from({ length }, (_, at) => {
    const parent = at === 0 ? null : random.whole(0, at - 1);
    const line = parent === null ? [] : [...(ancestors[parent] ?? []), `${thread}-m${parent}@buyer.example`];
    ancestors.push(line);
    const draft: MailDraft = {
      messageId: nameless ? null : `${thread}-m${at}@buyer.example`,
      inReplyTo: line.at(-1) ?? null,
      references: random.chance(SPARSE) ? [] : line,
      ...letterhead(thread, mailbox, random),
      subject: at === 0 ? about : `Re: ${about}`,
      text: letter(random, about),
      shape: random.pick(['plain', 'plain', 'plain', 'alternative', 'attachment']),
      automatic: false,
    };
    return toPosting({ key: `${thread}-m${at}`, kind: 'good', thread, mailbox }, writeMail(draft, random));
  });
}

function drawPoison(key: string, random: Random, mailbox: Mailbox): Posting {
  const draft: MailDraft = { ...single(key, random, mailbox), text: 'x', shape: 'bomb' };
  return toPosting({ key, kind: 'poison', thread: key, mailbox }, writeMail(draft, random));
}

function drawNoise(key: string, random: Random, mailbox: Mailbox): Posting {
  const draft = { ...single(key, random, mailbox), automatic: true };
  return toPosting({ key, kind: 'noise', thread: key, mailbox }, writeMail(draft, random));
}

/** A mail outside any thread. */
function single(key: string, random: Random, mailbox: Mailbox): MailDraft {
  return {
    messageId: `${key}@buyer.example`,
    inReplyTo: null,
    references: [],
    ...letterhead(key, mailbox, random),
    subject: `Statement ${key}`,
    text: letter(random, goods(random)),
    shape: 'plain',
    automatic: false,
  };
}

function many<T>(count: number, draw: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => draw(at));
}

/** Each thread has a buyer of its own: guards against loops and floods are for one sender who writes too much. */
function letterhead(name: string, mailbox: Mailbox, random: Random): Pick<MailDraft, 'from' | 'to' | 'date'> {
  return {
    from: `Buyer ${name} <${name}@buyer.example>`,
    to: mailbox.address,
    date: new Date(Date.UTC(2026, 2, 2) + random.whole(0, 20 * 86_400) * 1000),
  };
}

function toPosting(mail: PlannedMail, bytes: Buffer): Posting {
  return { mail, bytes, sha256: digest(bytes), copy: false };
}

function isNameless({ bytes }: Posting): boolean {
  return !/^message-id:/im.test(bytes.subarray(0, 2_000).toString('latin1'));
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
