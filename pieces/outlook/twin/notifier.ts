import type { Json } from './render.ts';

/** How notifications go wrong. Shares are in [0, 1]. */
export interface NotificationDial {
  /** Nothing at all goes out. */
  dead: boolean;
  lost: number;
  doubled: number;
  /** Held back for `lateMs`, or until `release`. */
  late: number;
  lateMs: number;
  /** The newest goes first. */
  reordered: boolean;
  /** Entries in one POST at most. */
  batch: number;
  /** Calls of somebody who knows the address but not the `clientState`. */
  strangers: number;
  /** Tries of one delivery, the first included. */
  tries: number;
}

const USUAL: NotificationDial = {
  ...{ dead: false, lost: 0, doubled: 0, late: 0, lateMs: 60_000, reordered: false },
  ...{ batch: 10, strangers: 0, tries: 3 },
};

interface Waiting {
  url: string;
  entry: Json;
}

/** Sends notifications out, and loses, doubles, delays and mixes them as told. */
export class Notifier {
  readonly dial: NotificationDial = { ...USUAL };
  /** What happened, for tests and demos. */
  readonly counts = { sent: 0, lost: 0, undelivered: 0 };
  private readonly random: () => number;
  private waiting: Waiting[] = [];
  private held: Waiting[] = [];
  private running: Promise<void> | null = null;
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(random: () => number) {
    this.random = random;
  }

  set(dial: Partial<NotificationDial>): void {
    Object.assign(this.dial, USUAL, dial);
  }

  push(url: string, entry: Json): void {
    if (this.closed || this.dial.dead || this.random() < this.dial.lost) {
      this.counts.lost += 1;
      return;
    }
    if (this.random() < this.dial.late) {
      this.held.push({ url, entry });
      this.after(this.dial.lateMs, () => this.release());
      return;
    }
    this.enqueue({ url, entry });
    if (this.random() < this.dial.doubled) this.enqueue({ url, entry });
    if (this.random() < this.dial.strangers) {
      this.enqueue({ url, entry: { ...entry, clientState: 'guessed-by-a-stranger' } });
    }
  }

  /** Lets go what is held back. */
  release(): void {
    for (const one of this.held.splice(0)) this.enqueue(one);
  }

  /** Resolves when nothing is on its way. What is held back does not count. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  close(): void {
    this.closed = true;
    this.waiting = [];
    for (const timer of this.timers) clearTimeout(timer);
  }

  private enqueue(one: Waiting): void {
    this.waiting.push(one);
    this.running ??= new Promise<void>((go) => setImmediate(go)).then(() => this.drain());
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      if (this.dial.reordered) this.waiting.reverse();
      const url = this.waiting[0]?.url ?? '';
      const together = this.waiting.filter((one) => one.url === url).slice(0, Math.max(1, this.dial.batch));
      this.waiting = this.waiting.filter((one) => !together.includes(one));
      await this.deliver(
        url,
        together.map(({ entry }) => entry),
        1,
      );
    }
    this.running = null;
  }

  private async deliver(url: string, value: Json[], attempt: number): Promise<void> {
    if (this.closed) return;
    if (await posted(url, value)) {
      this.counts.sent += value.length;
      return;
    }
    if (attempt >= this.dial.tries) {
      this.counts.undelivered += value.length;
      return;
    }
    this.after(200 * 2 ** attempt, () => void this.deliver(url, value, attempt + 1));
  }

  private after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer.unref());
  }
}

async function posted(url: string, value: Json[]): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ value }), signal });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** The handshake: the address answers within ten seconds with the token as plain text, decoded. */
export async function validates(url: string, token: string): Promise<boolean> {
  try {
    const address = `${url}${url.includes('?') ? '&' : '?'}validationToken=${encodeURIComponent(token)}`;
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const answer = await fetch(address, { method: 'POST', headers, signal: AbortSignal.timeout(10_000) });
    const plain = answer.headers.get('content-type')?.startsWith('text/plain') ?? false;
    return (await answer.text()) === token && answer.status === 200 && plain;
  } catch {
    return false;
  }
}
