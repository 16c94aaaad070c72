import { badRequest, GraphError } from './graph-error.ts';
import type { Mailbox } from './mailbox.ts';
import { renderMessage, type Json } from './render.ts';
import type { Change, StoredMessage } from './stored.ts';
import { mailboxOf, ok, selectOf, viewOf, type Call, type Handler } from './world.ts';

/** What a delta token holds. Clients only ever see it encoded. */
interface DeltaState {
  generation: number;
  folder: string;
  select: string[];
  /** Milliseconds; 0 for all. */
  from: number;
  changeType: string | null;
  /** Null in the first round, in which the folder is read out; then changes after this number are given. */
  since: number | null;
  /** Changes up to here belong to this round. */
  upper: number;
  /** Of the first round: how many messages have been given, and the last of them, by time and key. */
  done: number;
  last: readonly [number, number] | null;
}

/** `GET …/mailFolders/{id}/messages/delta` */
export const deltaOfFolder: Handler = (call) => {
  const mailbox = mailboxOf(call);
  const folder = mailbox.folder(call.params['folder'] ?? '').id;
  const token = call.request.query.get('$deltatoken') ?? call.request.query.get('$skiptoken');
  const state = token === null ? firstState(call, mailbox, folder) : decode(call, token, folder);
  // A delta link begins a round: everything up to now.
  const upper = state.upper < 0 ? visible(call, mailbox) : state.upper;
  const round = { ...state, upper };
  const size = pageSize(call);
  const { entries, next } =
    round.since === null ? first(call, mailbox, round, size) : later(call, mailbox, round, size);
  const link = next
    ? { '@odata.nextLink': linkTo(call, '$skiptoken', next) }
    : {
        '@odata.deltaLink': linkTo(call, '$deltatoken', {
          ...round,
          since: upper,
          upper: -1,
          done: 0,
          last: null,
        }),
      };
  return ok({
    '@odata.context': `${call.world.baseUrl()}/v1.0/$metadata#Collection(message)`,
    ...link,
    value: entries,
  });
};

function firstState(call: Call, mailbox: Mailbox, folder: string): DeltaState {
  const { query } = call.request;
  if (query.has('$search')) throw badRequest('Change tracking is not supported with $search.');
  const changeType = query.get('changeType');
  if (changeType !== null && !['created', 'updated', 'deleted'].includes(changeType)) {
    throw badRequest('The changeType is not supported.');
  }
  return {
    ...{ generation: call.world.deltaGeneration, folder, select: selectOf(query), changeType },
    ...{ from: readFilter(query.get('$filter')), since: null, upper: visible(call, mailbox), done: 0 },
    last: null,
  };
}

function readFilter(filter: string | null): number {
  if (filter === null) return 0;
  const [, operator, given = ''] = /^receivedDateTime (ge|gt) (\S+)$/.exec(filter.trim()) ?? [];
  const at = Date.parse(given);
  if (!operator || Number.isNaN(at))
    throw badRequest('Change tracking supports receivedDateTime ge or gt only.');
  return operator === 'gt' ? at + 1 : at;
}

function visible({ world }: Call, mailbox: Mailbox): number {
  return mailbox.seqAt(world.now() - world.dials.deltaLagMs);
}

function first(call: Call, mailbox: Mailbox, state: DeltaState, size: number) {
  const seen = new Set(
    mailbox
      .changes(state.folder)
      .filter(({ created }) => created <= state.upper)
      .map(({ key }) => key),
  );
  const all = mailbox
    .inFolder(state.folder)
    .filter((message) => seen.has(message.key) && message.receivedAt >= state.from)
    .sort((a, b) => b.receivedAt - a.receivedAt || a.key - b.key);
  // Read on behind the last one by its place in the order: what leaves the folder meanwhile moves nobody else.
  const rest = all.filter((message) => !state.last || behind(message, state.last));
  const left = state.from > 0 ? rest.slice(0, Math.max(0, call.world.dials.filteredCap - state.done)) : rest;
  const page = left.slice(0, size);
  const end = page.at(-1);
  const next = end && left.length > size;
  return {
    entries: page.map((message) => show(call, mailbox, message, state)),
    next: next ? { ...state, done: state.done + size, last: [end.receivedAt, end.key] as const } : null,
  };
}

function behind(message: StoredMessage, [receivedAt, key]: readonly [number, number]): boolean {
  return message.receivedAt < receivedAt || (message.receivedAt === receivedAt && message.key > key);
}

function later(call: Call, mailbox: Mailbox, state: DeltaState, size: number) {
  const since = state.since ?? 0;
  const replayed = call.world.random() < call.world.dials.deltaReplay ? 5 : 0;
  // A new message is placed by its arrival, however often it has been changed since.
  const place = (change: Change) => (state.changeType === 'created' ? change.created : change.seq);
  const wanted = mailbox
    .changes(state.folder)
    .filter((change) => place(change) > since - replayed && place(change) <= state.upper)
    .filter((change) => fits(mailbox, state, change))
    .sort((a, b) => place(a) - place(b));
  const page = wanted.slice(0, Math.max(1, size + replayed));
  const entries = page.map(({ key, created }) => {
    const message = mailbox.messages.get(key);
    if (message?.folder !== state.folder) return gone(call, mailbox, key);
    const part = call.world.dials.deltaPartial && state.changeType !== 'created' && created <= since;
    return show(call, mailbox, message, part ? { ...state, select: ['isRead'] } : state);
  });
  const end = page.at(-1);
  const last = end ? place(end) : state.upper;
  return { entries, next: page.length < wanted.length ? { ...state, since: Math.max(last, since) } : null };
}

function fits(mailbox: Mailbox, state: DeltaState, change: Change): boolean {
  const message = mailbox.messages.get(change.key);
  if (change.kind === 'gone') return state.changeType === null || state.changeType === 'deleted';
  if (message && message.receivedAt < state.from) return false;
  if (state.changeType === 'updated') return change.created <= (state.since ?? 0);
  return state.changeType !== 'deleted';
}

function show(call: Call, mailbox: Mailbox, message: StoredMessage, { select }: DeltaState): Json {
  return {
    '@odata.type': '#microsoft.graph.message',
    ...renderMessage(mailbox, message, viewOf(call), select),
  };
}

function gone(call: Call, mailbox: Mailbox, key: number): Json {
  const moved = mailbox.messages.get(key);
  const id = mailbox.messageId(moved ?? ({ key, moves: 0 } as StoredMessage), viewOf(call).immutable);
  return {
    '@odata.type': '#microsoft.graph.message',
    id,
    '@removed': { reason: moved ? 'changed' : 'deleted' },
  };
}

function pageSize({ request, world }: Call): number {
  const asked = /odata\.maxpagesize=(\d+)/.exec(request.headers['prefer'] ?? '')?.[1];
  const size = Number(asked ?? request.query.get('$top') ?? 10);
  return world.dials.deltaPage > 0 ? Math.min(size, world.dials.deltaPage) : size;
}

function linkTo({ request, world }: Call, name: string, state: DeltaState): string {
  const token = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${world.baseUrl()}${encodeURI(request.path)}?${encodeURIComponent(name)}=${token}`;
}

function decode({ world }: Call, token: string, folder: string): DeltaState {
  const state = parse(token);
  if (!state || state.folder !== folder) throw badRequest('The sync state is not valid.', 'syncStateInvalid');
  if (state.generation !== world.deltaGeneration) {
    throw new GraphError(410, 'syncStateNotFound', 'The sync state generation is not found.');
  }
  return state;
}

function parse(token: string): DeltaState | null {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as DeltaState;
  } catch {
    return null;
  }
}
