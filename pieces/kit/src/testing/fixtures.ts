import type { ConnectorError } from '../errors.ts';
import type { Http } from '../http.ts';
import type { Choice } from '../lookup.ts';
import type { ListMails, MailRef } from '../mail-source.ts';
import type { Registration } from '../registration.ts';
import type { PushSignal, WebhookPayload, WebhookReply } from '../trigger.ts';
import type { Reply } from './replay-http.ts';

/** What the suite cannot know about a connector by itself. */
export interface ConnectorFixtures {
  /** By operation name; every operation needs one. */
  operations: Readonly<Record<string, OperationFixture>>;
  /** What a probe that gets through is answered; an empty object when left out. */
  probe?: Reply;
  /** Answers to the steps of a sign-in, in order; a token when left out. */
  signIn?: readonly Reply[];
  /** By name of poll trigger; every one needs it. */
  polls?: Readonly<Record<string, PollFixture>>;
  /** By name of trigger; every one with `push` or `subscription` needs it. */
  subscriptions?: Readonly<Record<string, SubscriptionFixture>>;
  /** By name of lookup; every one needs it. */
  lookups?: Readonly<Record<string, LookupFixture>>;
  /** Of a connector with `mail`. */
  mail?: MailFixture;
}

/** What a trigger's subscription needs to be tried from its making to its end. */
export interface SubscriptionFixture {
  /** The other side with nothing subscribed yet: a small model that remembers, or a twin. */
  serve(): Http;
  /** Values that the trigger's fields need. */
  input?: Readonly<Record<string, unknown>>;
  /** Calls as the vendor makes them for a registration; each of them is refused when its secret is another. */
  calls: readonly VendorCall[];
  /** Of a trigger with a handshake. */
  handshake?: { payload: WebhookPayload; reply: Partial<WebhookReply> };
}

export interface VendorCall {
  /** What it is, for the message of a failure. */
  what: string;
  payload(registration: Registration): WebhookPayload;
  /** Of a push: what the call means. */
  signal?: PushSignal;
}

export interface LookupFixture {
  /** Values of the fields that the lookup needs. */
  input?: Readonly<Record<string, unknown>>;
  search?: string;
  replies: readonly Reply[];
  choices: readonly Choice[];
}

export interface MailFixture {
  fetch: { mail: { mailbox: string; id: string }; replies: readonly Reply[]; bytes: Uint8Array };
  list: {
    request: ListMails;
    replies: readonly Reply[];
    page: { mails: readonly MailRef[]; next: string | null };
  };
}

export interface OperationFixture {
  /** Values that a sample cannot guess, such as an address; the other fields get seeded ones. */
  input?: Readonly<Record<string, unknown>>;
  /** Recorded answers, scrubbed, in order. */
  replies: readonly Reply[];
  /** What the operation makes of them. */
  output: unknown;
  /** Failures in this vendor's own words, beyond what the status says. */
  failures?: readonly VendorFailure[];
  /** For an idempotent operation that looks before it writes: a small model of the other side. */
  twin?: () => Twin;
}

export interface VendorFailure {
  /** What it is, for the name of the test. */
  what: string;
  reply: Reply;
  error: ErrorClass;
}

export type ErrorClass = new (...args: never[]) => ConnectorError;

export interface Twin {
  http: Http;
  /** How often it changed its state. */
  writes(): number;
}

export interface PollFixture {
  /** The other side when it holds these records, in this order. */
  serve(records: readonly PolledRecord[]): Http;
  /** Values that the trigger's fields need. */
  input?: Readonly<Record<string, unknown>>;
}

export interface PolledRecord {
  key: string;
  /** ISO 8601, UTC. */
  changed_at: string;
}
