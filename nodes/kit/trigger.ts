// Generated from pieces/kit/src/trigger.ts by `npm run nodes:generate`: change it there.
import type { Registration } from './registration';
import type { Fields } from './field';

/** One thing that happened. Hosts that see the same `dedupeKey` again drop it. */
export interface Item {
  dedupeKey: string;
  /** Plain JSON: what the flow sees as its trigger. */
  data: unknown;
}

/** A call of the vendor's, as it arrived. */
export interface WebhookPayload {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Decoded JSON; a text when it is none. */
  body: unknown;
  /** The bytes as text, for signatures. Hosts that verify always give it. */
  raw?: string;
}

/** What a host answers to a handshake. */
export interface WebhookReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** The vendor tries our address before it uses it. Hosts answer at once, before anything is verified or run. */
export interface Handshake {
  /** The query parameter or header by which the call is known as a handshake. */
  readonly by: { readonly query: string } | { readonly header: string };
  reply(payload: WebhookPayload): WebhookReply;
}

/** What the person who draws the flow has filled in, read against the trigger's fields. */
export type TriggerInput = Readonly<Record<string, unknown>>;

interface Described {
  /** Snake case, unique in its connector; never renamed, because flows hold it. */
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly fields?: Fields;
}

/** What is known of a delivery besides its payload. */
export interface Delivery {
  input: TriggerInput;
  /** Values of the credential, for a secret that signs. */
  credential: Readonly<Record<string, unknown>>;
  /** Null where nobody registers: the address was given to the vendor by hand. */
  registration: Registration | null;
}

/** The vendor calls us. `items` is pure: the same payload always gives the same items. */
export interface WebhookTrigger<Client = never> extends Described {
  readonly type: 'webhook';
  /** A payload as the vendor sends it, with invented data; hosts show what it gives. */
  readonly sample: WebhookPayload;
  readonly handshake?: Handshake;
  /** Throws AuthError for a call that is not the vendor's. Compare secrets with `sameSecret`. */
  verify?(payload: WebhookPayload, delivery: Delivery): Promise<void>;
  /** Throws InputError for a payload that is not the vendor's. */
  items(payload: WebhookPayload): readonly Item[];
  /** How the address gets to the vendor; left out when a person types it in over there. */
  readonly subscription?: Subscription<Client>;
}

/** Position in the vendor's record of changes: plain JSON, stored by the host. */
export type PollCursor = Readonly<Record<string, unknown>> | null;

export interface PollResult {
  /** Oldest first. */
  items: readonly Item[];
  cursor: PollCursor;
  /** True when there is more at once: the host stores items and cursor, and polls again without waiting. */
  more?: boolean;
}

/** What a poll knows besides its cursor. All of it stays the same as long as the trigger is switched on. */
export interface PollContext {
  input: TriggerInput;
  /** ISO 8601, UTC: when the trigger was switched on. What is older is not its business, unless the input says so. */
  since: string;
}

/**
 * We ask the vendor. `poll` is a pure function of client, cursor (null at the first call) and context: it reads a little before the
 * cursor again, so that two records of the same instant are not lost between two polls, and returns a new cursor instead of changing
 * the old one, so that a throw loses nothing.
 */
export interface PollTrigger<Client> extends Described {
  readonly type: 'poll';
  /** `data` of an item as it comes, with invented values; hosts show it. */
  readonly sample: unknown;
  poll(client: Client, cursor: PollCursor, context: PollContext): Promise<PollResult>;
  /** How the vendor can wake us, so that a change is seen at once. Without it, or when it fails, everything still comes by the poll. */
  readonly push?: Push<Client>;
}

/** A vendor's notification that only ever causes a poll: nothing in it is believed but that something may have changed. */
export interface Push<Client> {
  readonly handshake?: Handshake;
  readonly subscription: Subscription<Client>;
  /**
   * What a call means. `poll`: look now. `renew`: the subscription ends soon. `recreate`: it is gone; make a new one and look.
   * Throws AuthError when the call is not the vendor's.
   */
  read(payload: WebhookPayload, delivery: Delivery): PushSignal;
}

export type PushSignal = 'poll' | 'renew' | 'recreate';

/** Telling the vendor where to call. Every method may run twice. */
export interface Subscription<Client> {
  create(client: Client, request: SubscribeRequest): Promise<Registration>;
  /** False when the vendor no longer has it, or not as it was made. */
  check(client: Client, registration: Registration): Promise<boolean>;
  /** Left out when it never ends. Throws NotFoundError when it has ended: the host creates anew. */
  renew?(client: Client, registration: Registration, request: SubscribeRequest): Promise<Registration>;
  /** Gone already is deleted. */
  delete(client: Client, registration: Registration): Promise<void>;
}

export interface SubscribeRequest {
  input: TriggerInput;
  /** Public https address of the host for this trigger. */
  url: string;
  /** Drawn by the host, 32 characters or more; the vendor sends it back or signs with it. */
  secret: string;
  /** ISO 8601, UTC. */
  now: string;
}

export type Trigger<Client> = WebhookTrigger<Client> | PollTrigger<Client>;
