/** One thing that happened. Hosts that see the same `dedupeKey` again drop it. */
export interface Item {
  dedupeKey: string;
  /** Plain JSON: what the flow sees as its trigger. */
  data: unknown;
}

export interface WebhookPayload {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Decoded JSON. */
  body: unknown;
}

/** The vendor calls us. `items` is pure: the same payload always gives the same items. */
export interface WebhookTrigger {
  readonly type: 'webhook';
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** A payload as the vendor sends it, with invented data; hosts show what it gives. */
  readonly sample: WebhookPayload;
  /** Throws InputError for a payload that is not the vendor's. */
  items(payload: WebhookPayload): readonly Item[];
}

/** Position in the vendor's record of changes: plain JSON, stored by the host. */
export type PollCursor = Readonly<Record<string, unknown>> | null;

export interface PollResult {
  /** Oldest first. */
  items: readonly Item[];
  cursor: PollCursor;
}

/**
 * We ask the vendor. `poll` is a pure function of client and cursor (null at the first call): it reads a little before the cursor
 * again, so that two records of the same instant are not lost between two polls, and returns a new cursor instead of changing
 * the old one, so that a throw loses nothing.
 */
export interface PollTrigger<Client> {
  readonly type: 'poll';
  readonly name: string;
  readonly label: string;
  readonly help: string;
  poll(client: Client, cursor: PollCursor): Promise<PollResult>;
}

export type Trigger<Client> = WebhookTrigger | PollTrigger<Client>;
