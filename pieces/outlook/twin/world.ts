import type { TwinReply, TwinRequest } from '../../kit/twin/twin-server.ts';
import { badRequest, notFound } from './graph-error.ts';
import type { Mailbox } from './mailbox.ts';
import type { View } from './render.ts';

/** What can be set on a running twin besides faults of requests. */
export interface GraphDials {
  /** Messages a page of delta may have, below what the client asks for; 0 for as many as it asks. */
  deltaPage: number;
  /** Milliseconds by which delta lags behind the mailbox. */
  deltaLagMs: number;
  /** Share of delta pages, in [0, 1], that repeat entries which were given before. */
  deltaReplay: number;
  /** Delta tells of a changed message its id and what has changed, which is all that the vendor promises. */
  deltaPartial: boolean;
  /** Messages that a filtered first round gives at most. */
  filteredCap: number;
  /** Share of delivered mails whose Message-ID somebody on the way has rewritten. */
  rewriteMessageId: number;
  /** Minutes that a subscription may live. */
  subscriptionCeiling: number;
  /** Share of the parts of a `$batch` that are throttled singly. */
  batchThrottle: number;
  /** Milliseconds that every mailbox request takes. */
  latencyMs: number;
}

export const USUAL: GraphDials = {
  ...{
    deltaPage: 0,
    deltaLagMs: 0,
    deltaReplay: 0,
    deltaPartial: true,
    filteredCap: 5000,
    rewriteMessageId: 0,
  },
  ...{ subscriptionCeiling: 10_070, batchThrottle: 0, latencyMs: 0 },
};

/** Everything that a handler may need. */
export interface World {
  readonly now: () => number;
  readonly random: () => number;
  readonly mailboxes: readonly Mailbox[];
  readonly dials: GraphDials;
  /** Address of the twin as its clients see it. */
  baseUrl(): string;
  /** Raised to make every delta token that was given before worthless. */
  deltaGeneration: number;
}

export interface Call {
  request: TwinRequest;
  params: Readonly<Record<string, string>>;
  world: World;
  /** Who the token is for; null for an app. */
  person: string | null;
}

export type Handler = (call: Call) => TwinReply | Promise<TwinReply>;

export interface Route {
  method: string;
  pattern: RegExp;
  handler: Handler;
}

/** `/users/:user/messages/:id`; an id fits both as a segment and as `('id')` behind the name. */
export function route(method: string, path: string, handler: Handler): Route {
  const pattern = path.replaceAll('$', '\\$').replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return { method, pattern: new RegExp(`^${pattern}$`), handler };
}

export function mailboxOf({ params, world }: Pick<Call, 'params' | 'world'>): Mailbox {
  const name = params['user']?.toLowerCase();
  const found = world.mailboxes.find(({ id, address }) => id === name || address.toLowerCase() === name);
  if (!found) throw notFound();
  return found;
}

export function viewOf({ request }: Call): View {
  const prefer = request.headers['prefer'] ?? '';
  return {
    immutable: /IdType="?ImmutableId"?/i.test(prefer),
    textBody: /outlook\.body-content-type="?text"?/i.test(prefer),
  };
}

/** The body as an object. */
export function bodyOf({ request }: Call): Record<string, unknown> {
  if (request.body.length === 0) return {};
  if (typeof request.json !== 'object' || request.json === null || Array.isArray(request.json)) {
    throw badRequest('Unable to read JSON request payload.', 'BadRequest');
  }
  return request.json as Record<string, unknown>;
}

export function selectOf(query: URLSearchParams): string[] {
  return (query.get('$select') ?? '').split(',').filter(Boolean);
}

export function ok(body: unknown, status = 200): TwinReply {
  return { status, body };
}
