import { setTimeout as pause } from 'node:timers/promises';
import type { SignIn } from './installation.ts';
import type { Ledger } from './ledger.ts';
import type { Posting } from './plan.ts';

/** A sender gives up after this long without an answer; the run has failed then. */
const PATIENCE_MS = 300_000;
const PAUSE_MS = 100;
/** Of one request: a process that was killed cuts the line at once, so only a stuck one takes longer. */
const REQUEST_MS = 30_000;

/** A mail that Pebble refuses for good, although there is nothing wrong with its header. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export interface Sender {
  /** Resolves when the mail is acknowledged and noted in the ledger. @throws when it is refused, or nobody answers */
  post(posting: Posting, signal: AbortSignal): Promise<void>;
}

/**
 * A sender as it should be: posts a mail until it has a 202 for it, keeps the tracking id, comes back later when asked to, and
 * posts again what was not answered.
 */
export class Poster implements Sender {
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly signIns: Map<string, SignIn>;
  private readonly apis: () => string[];
  private readonly ledger: Ledger;
  private turn = 0;

  /** @param apis addresses that listen just now */
  constructor(options: { signIns: readonly SignIn[]; apis: () => string[]; ledger: Ledger }) {
    this.signIns = new Map(options.signIns.map((one) => [one.tenant, one]));
    this.apis = options.apis;
    this.ledger = options.ledger;
  }

  /** @throws Refused, or Error when nobody answered for minutes */
  async post({ mail, bytes }: Posting, signal: AbortSignal): Promise<void> {
    const started = Date.now();
    for (;;) {
      signal.throwIfAborted();
      if (Date.now() - started > PATIENCE_MS)
        throw new Error(`${mail.key} got no answer for ${PATIENCE_MS / 1000} s`);
      const reply = await this.tryOnce(mail.mailbox.tenant, bytes).catch(() => null);
      if (reply === 'nobody') {
        await pause(PAUSE_MS);
        continue;
      }
      if (reply?.status === 202) return this.ledger.accepted(reply.trackingId, mail);
      if (reply && [429, 503].includes(reply.status)) this.ledger.postponed += 1;
      else if (reply?.status === 401) this.tokens.delete(mail.mailbox.tenant);
      else if (reply && reply.status < 500)
        throw new Refused(`${mail.key} was refused with status ${reply.status}`);
      else this.ledger.unanswered += 1;
      await pause((reply?.retryAfter ?? 0) * 1000 || PAUSE_MS);
    }
  }

  private async tryOnce(tenant: string, bytes: Buffer): Promise<Reply | 'nobody'> {
    const url = this.api();
    if (url === undefined) return 'nobody';
    const token = await this.token(tenant, url).catch(() => null);
    if (token === null) return 'nobody';
    const response = await fetch(`${url}/api/v1/ingestion/email/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const body = (await response.json()) as { tracking_id?: string };
    const retryAfter = Number(response.headers.get('retry-after') ?? 0);
    return { status: response.status, trackingId: body.tracking_id ?? '', retryAfter };
  }

  private api(): string | undefined {
    const all = this.apis();
    this.turn += 1;
    return all[this.turn % all.length];
  }

  /** One token for all senders of a tenant; whoever finds it expired throws it away. */
  private token(tenant: string, url: string): Promise<string> {
    const known = this.tokens.get(tenant);
    if (known) return known;
    const fresh = signIn(url, this.signIns.get(tenant));
    this.tokens.set(tenant, fresh);
    fresh.catch(() => this.tokens.delete(tenant));
    return fresh;
  }
}

interface Reply {
  status: number;
  trackingId: string;
  /** Seconds; 0 when it was not said. */
  retryAfter: number;
}

async function signIn(url: string, who: SignIn | undefined): Promise<string> {
  const response = await fetch(`${url}/api/v1/token/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: who?.email, password: who?.password }),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  const { access } = (await response.json()) as { access?: string };
  if (access === undefined) throw new Error(`sign-in answered ${response.status}`);
  return access;
}
