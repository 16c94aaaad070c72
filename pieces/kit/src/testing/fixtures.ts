import type { ConnectorError } from '../errors.ts';
import type { Http } from '../http.ts';
import type { Reply } from './replay-http.ts';

/** What the suite cannot know about a connector by itself. */
export interface ConnectorFixtures {
  /** By operation name; every operation needs one. */
  operations: Readonly<Record<string, OperationFixture>>;
  /** What a probe that gets through is answered; an empty object when left out. */
  probe?: Reply;
  /** By name of poll trigger; every one needs it. */
  polls?: Readonly<Record<string, PollFixture>>;
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
