// Generated from pieces/outlook/src/triggers/delta.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../../kit/host/pass-on';
import { InputError, isRetryable } from '../../../kit/errors';
import type { PollCursor } from '../../../kit/trigger';
import { decode, type Graph, type GraphRequest } from '../client';
import { isSyncLost } from '../graph-failure';
import { messageFilter } from '../message-filter';
import { REF_SELECT, toRef, UNKNOWN, type MessageRef } from '../message';
import { folderPath, query } from '../path';
import { asPage, asRecord, instantOf, pathOfLink, textOf, type Json } from '../read';
import { wholeEntries } from './whole-entries';

/** What one poll reads at most: a page is a request, and a host wants to store what it has. */
const PAGES = 10;
const PAGE_SIZE = 100;
/** A first round with a filter ends here, whatever there is. */
const FILTERED_CAP = 5000;
/** How far before the last mail a round begins when the vendor has forgotten the one before. */
const OVERLAP_MS = 24 * 60 * 60_000;

/** Where the reading of one folder stands. Plain JSON; links come without their host. */
interface State {
  /** Where the round goes on; null to begin one. */
  link: string | null;
  /** ISO 8601: what is older is left out. */
  from: string;
  /** Mails of a first round so far; null in later ones. */
  count: number | null;
  /** The latest instant of arrival or of change up to the last round that came to its end; null before the first mail. */
  seen: string | null;
  /** The same with the round that is under way. Pages come in no order, so that it proves nothing before the end. */
  ahead: string | null;
  /** Rest of a first round that was too large: the next page of a plain list; null when there is none. */
  rest: string | null;
}

export interface DeltaOptions {
  mailbox: string;
  folder: string;
  /** New mails by their arrival, or all by their last change. */
  of: 'created' | 'changed';
  /** ISO 8601: when the trigger was switched on. */
  since: string;
}

export interface DeltaResult {
  mails: MessageRef[];
  cursor: PollCursor;
  more: boolean;
}

/**
 * Reads on from the cursor, some pages at most. A throw changes nothing, because the cursor is the caller's; what was read before a
 * failure that passes is given, so that many pages do not begin again at the first one.
 */
export async function readDelta(
  graph: Graph,
  cursor: PollCursor,
  options: DeltaOptions,
): Promise<DeltaResult> {
  let state = readState(cursor) ?? begin(startOf(options.since));
  const mails = new Map<string, MessageRef>();
  for (let page = 0; page < PAGES; page += 1) {
    const step = await readStep(graph, state, options, page > 0);
    if (step === null) break;
    for (const mail of step.mails) mails.set(`${mail.id}@${mail.change_key}`, mail);
    const ahead = latest(state.ahead, step, options);
    state = { ...step.state, ahead, seen: step.end ? ahead : step.state.seen };
    if (step.end) return { mails: sorted(mails, options), cursor: { ...state }, more: false };
  }
  return { mails: sorted(mails, options), cursor: { ...state }, more: true };
}

/** Null for a failure that passes, where there is something to keep. */
async function readStep(
  graph: Graph,
  state: State,
  options: DeltaOptions,
  keep: boolean,
): Promise<Step | null> {
  try {
    return await (state.rest === null ? readPage : readRest)(graph, state, options);
  } catch (error) {
    if (keep && isRetryable(error)) return null;
    throw passOn(error);
  }
}

interface Step {
  mails: MessageRef[];
  state: State;
  /** The round is at its end. */
  end: boolean;
  /** The vendor's own time, ISO 8601; null when it did not say. */
  now: string | null;
}

async function readPage(graph: Graph, state: State, options: DeltaOptions): Promise<Step> {
  const request: GraphRequest = {
    mailbox: options.mailbox,
    method: 'GET',
    path: state.link ?? firstPath(state, options),
    prefer: [`odata.maxpagesize=${PAGE_SIZE}`],
  };
  const response = await graph.answer(request);
  if (state.link !== null && isSyncLost(response)) {
    const from = state.seen === null ? state.from : startOf(state.seen, OVERLAP_MS);
    const anew = { ...begin(from < state.from ? state.from : from), seen: state.seen };
    return { mails: [], state: anew, end: false, now: null };
  }
  const body = asRecord(decode(response, request));
  const { entries, next } = asPage(body);
  const whole = options.of === 'changed' ? await wholeEntries(graph, options.mailbox, entries) : entries;
  const mails = readMails(whole, state, options);
  const now = instantOf({ date: response.headers['date'] ?? '' }, 'date');
  const count = state.count === null ? null : state.count + entries.length;
  if (next !== null) return { mails, state: { ...state, link: next, count }, end: false, now };
  const link = pathOfLink(textOf(body, '@odata.deltaLink'));
  // Filtered rounds are cut off without a word: what is behind the cut is read from a list.
  const cut = options.of === 'created' && (count ?? 0) >= FILTERED_CAP;
  const rest = cut ? listPath(state.from, options) : null;
  return { mails, state: { ...state, link, count: null, rest }, end: rest === null, now };
}

async function readRest(graph: Graph, state: State, options: DeltaOptions): Promise<Step> {
  const path = state.rest ?? '';
  const { entries, next } = asPage(await graph.ask({ mailbox: options.mailbox, method: 'GET', path }));
  const [first, last] = [entries[0], entries.at(-1)].map((one) => one && instantOf(one, 'receivedDateTime'));
  // Goes on at the last instant and not after so many mails: when some leave meanwhile, the others would move up and be passed over.
  const rest = next !== null && last && last !== first ? listPath(last, options) : next;
  return { mails: readMails(entries, state, options), state: { ...state, rest }, end: false, now: null };
}

function readMails(entries: readonly Json[], { from }: State, { mailbox, of }: DeltaOptions): MessageRef[] {
  return (
    entries
      .filter((one) => !('@removed' in one) && one['isDraft'] !== true)
      .map((one) => toRef(mailbox, one))
      // One without an instant is rather given once too often than left out.
      .filter((mail) => timeOf(mail, of) >= from || mail.received_at === UNKNOWN)
  );
}

function firstPath({ from }: State, { folder, of }: DeltaOptions): string {
  const created = { changeType: 'created', $filter: `receivedDateTime ge ${from}` };
  const options = { ...(of === 'created' ? created : {}), $select: REF_SELECT };
  return `${folderPath(folder)}/messages/delta${query(options)}`;
}

function listPath(from: string, { folder }: DeltaOptions): string {
  const order = { $filter: messageFilter({ received_from: from }), $orderby: 'receivedDateTime asc' };
  return `${folderPath(folder)}/messages${query({ ...order, $select: REF_SELECT, $top: PAGE_SIZE })}`;
}

/** Graph keeps instants to the second: a mail of the same second must not seem older than it is. */
function startOf(instant: string, before = 0): string {
  const at = Math.floor((Date.parse(instant) - before) / 1000) * 1000;
  return new Date(at).toISOString();
}

function begin(from: string): State {
  return { link: null, from, count: 0, seen: null, ahead: null, rest: null };
}

function latest(ahead: string | null, { mails, now }: Step, { of }: DeltaOptions): string | null {
  const newest = mails.map((mail) => timeOf(mail, of)).reduce((a, b) => (a > b ? a : b), '');
  // An imported mail may say that it comes from the future, where no round must begin.
  const real = now !== null && newest > now ? now : newest;
  return real > (ahead ?? '') ? real : ahead;
}

function sorted(mails: ReadonlyMap<string, MessageRef>, { of }: DeltaOptions): MessageRef[] {
  return [...mails.values()].sort((a, b) => {
    const [left, right] = [timeOf(a, of), timeOf(b, of)];
    if (left !== right) return left < right ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
}

function timeOf(mail: MessageRef, of: DeltaOptions['of']): string {
  return of === 'created' ? mail.received_at : (mail.modified_at ?? mail.received_at);
}

function readState(cursor: PollCursor): State | null {
  if (cursor === null) return null;
  const { link, from, count, seen, ahead, rest } = cursor;
  const texts = [link, seen, ahead, rest].every((one) => one === null || typeof one === 'string');
  if (!texts || typeof from !== 'string' || !(count === null || typeof count === 'number')) {
    throw new InputError('The cursor is not one of this trigger');
  }
  return { link, from, count, seen, ahead, rest } as State;
}
