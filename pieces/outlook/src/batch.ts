import { InputError, UpstreamError } from '@pebble/kit/errors';
import { effectOf, type HttpMethod } from '@pebble/kit/http';
import { retryAfterSeconds } from '@pebble/kit/error-for-status';
import { IMMUTABLE, mailboxPath, type Graph, type GraphRequest } from './client.ts';
import { asList, asRecord, recordOf, type Json } from './read.ts';

/** One request inside a batch, as a person writes it. */
export interface Part {
  id: string;
  mailbox: string;
  method: HttpMethod;
  /** Below the mailbox. */
  path: string;
  body?: unknown;
  /** Ids of parts that must have gone well before. */
  depends_on: string[];
}

export interface PartAnswer {
  id: string;
  status: number;
  ok: boolean;
  /** Seconds, when the part was throttled. */
  retry_after: number | null;
  /** Decoded JSON; null when there is none. */
  body: unknown;
}

/** Parts of one batch, and of one mailbox in it: more than these Outlook turns away. */
const MOST = 20;
const OF_ONE_MAILBOX = 4;

/** Dots are steps up, encoded as well; and a path with a version is the whole of one. */
const LEADS_OUT = /^\/v1\.0(\/|$)|\/(\.|%2e){1,2}([/?#]|$)/i;

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Runs parts in as many batches as they need. Each has its own answer, in the order given, and the failure of one is no error. */
export async function runBatch(graph: Graph, parts: readonly Part[]): Promise<PartAnswer[]> {
  const done = new Map<string, PartAnswer>();
  for (const chunk of chunksOf(parts)) {
    for (const answer of await sendChunk(graph, chunk, done)) done.set(answer.id, answer);
    // Alone, a part that was throttled waits as every request does: where the host waits, for as long as it was asked to.
    for (const part of chunk) {
      if (mayGoAgain(part, done)) done.set(part.id, await sendAlone(graph, part));
    }
  }
  return parts.map(({ id }) => done.get(id) ?? missing());
}

/** In the order given: at most 20, and at most 4 of a mailbox. */
export function chunksOf(parts: readonly Part[]): Part[][] {
  const chunks: Part[][] = [];
  let chunk: Part[] = [];
  for (const part of parts) {
    const same = chunk.filter(({ mailbox }) => mailbox.toLowerCase() === part.mailbox.toLowerCase()).length;
    if (chunk.length >= MOST || same >= OF_ONE_MAILBOX) {
      chunks.push(chunk);
      chunk = [];
    }
    chunk.push(part);
  }
  return chunk.length > 0 ? [...chunks, chunk] : chunks;
}

async function sendChunk(graph: Graph, chunk: readonly Part[], done: ReadonlyMap<string, PartAnswer>) {
  const [failed, open] = split(chunk, (part) => part.depends_on.some((id) => done.get(id)?.ok === false));
  const skipped = failed.map(({ id }) => ({ id, status: 424, ok: false, retry_after: null, body: null }));
  if (open.length === 0) return skipped;
  const inside = new Set(open.map(({ id }) => id));
  const requests = open.map((part) => toJson(part, inside));
  const effects = open.map(effectOf);
  const answer = await graph.ask({
    // All of one mailbox: in its lane.
    mailbox: open.every(({ mailbox }) => mailbox === open[0]?.mailbox) ? (open[0]?.mailbox ?? null) : null,
    method: 'POST',
    path: '/v1.0/$batch',
    body: { requests },
    effect: effects.includes('once') ? 'once' : effects.includes('repeatable') ? 'repeatable' : 'read',
  });
  return [...skipped, ...asList(asRecord(answer)['responses']).map((one) => toAnswer(asRecord(one)))];
}

function toJson({ id, mailbox, method, path, body, depends_on }: Part, inside: ReadonlySet<string>): Json {
  const before = depends_on.filter((one) => inside.has(one));
  return {
    ...{ id, method, url: mailboxPath(mailbox) + path },
    headers: { Prefer: IMMUTABLE, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
    ...(before.length > 0 ? { dependsOn: before } : {}),
  };
}

function toAnswer(one: Json): PartAnswer {
  const status = Number(one['status']);
  if (typeof one['id'] !== 'string' || !Number.isInteger(status)) throw missing();
  const headers = Object.entries(recordOf(one, 'headers')).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const retry_after = retryAfterSeconds(Object.fromEntries(headers) as Record<string, string>);
  return { id: one['id'], status, ok: status < 300, retry_after, body: one['body'] ?? null };
}

/** Throttled, or left out because one that it waits for was. */
function mayGoAgain({ id, depends_on }: Part, done: ReadonlyMap<string, PartAnswer>): boolean {
  const status = done.get(id)?.status;
  return status === 429 || (status === 424 && depends_on.every((one) => done.get(one)?.ok));
}

async function sendAlone(graph: Graph, { id, mailbox, method, path, body }: Part): Promise<PartAnswer> {
  const request: GraphRequest = { mailbox, method, path, ...(body === undefined ? {} : { body }) };
  const { status, headers, body: text } = await graph.answer(request);
  const retry_after = status < 300 ? null : retryAfterSeconds(headers);
  return { id, status, ok: status < 300, retry_after, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reads what a person wrote. Throws InputError that names the part. */
export function readParts(written: unknown, ownMailbox: string): Part[] {
  if (!Array.isArray(written) || written.length === 0)
    throw new InputError('Field "requests" must be a list', 'requests');
  const parts = written.map((one, at) => readPart(one, at, ownMailbox));
  const ids = parts.map(({ id }) => id);
  for (const [at, { depends_on }] of parts.entries()) {
    if (ids.indexOf(ids[at] ?? '') !== at) throw wrong(at, 'has the id of another one');
    if (depends_on.some((one) => !ids.slice(0, at).includes(one)))
      throw wrong(at, 'depends on none before it');
  }
  return parts;
}

function readPart(one: unknown, at: number, ownMailbox: string): Part {
  if (typeof one !== 'object' || one === null) throw wrong(at, 'must be an object');
  const {
    id = String(at + 1),
    mailbox = ownMailbox,
    method = 'GET',
    path,
    body,
    depends_on = [],
  } = one as Json;
  if (typeof method !== 'string' || !METHODS.includes(method))
    throw wrong(at, 'needs a method such as GET or PATCH');
  if (typeof path !== 'string' || !path.startsWith('/') || LEADS_OUT.test(path)) {
    throw wrong(at, 'needs a path below the mailbox, such as /messages/…');
  }
  if (!Array.isArray(depends_on)) throw wrong(at, 'needs a list in depends_on');
  const depends = depends_on.map(String);
  return {
    ...{ id: String(id), mailbox: String(mailbox), method: method as HttpMethod, path, depends_on: depends },
    ...(body === undefined ? {} : { body }),
  };
}

function split<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function wrong(at: number, rule: string): InputError {
  return new InputError(`Field "requests": number ${at + 1} ${rule}`, 'requests');
}

function missing(): never {
  throw new UpstreamError('Microsoft Graph left parts of the batch without an answer');
}
