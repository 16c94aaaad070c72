import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { Posting } from './plan.ts';
import type { Sender } from './poster.ts';

const PATIENCE_MS = 300_000;
const PAUSE_MS = 100;
const REPLY_MS = 30_000;

/** A mail server that hands mail to ours: it keeps a mail until it has a 250 for it, and sends it again until then. */
export class SmtpPoster implements Sender {
  private readonly server: () => string | null;
  private readonly ledger: Ledger;

  /** @param server `smtp://host:port` where ours listens just now */
  constructor(options: { server: () => string | null; ledger: Ledger }) {
    this.server = options.server;
    this.ledger = options.ledger;
  }

  async post({ mail, bytes }: Posting, signal: AbortSignal): Promise<void> {
    const started = Date.now();
    for (;;) {
      signal.throwIfAborted();
      if (Date.now() - started > PATIENCE_MS) throw new Error(`${mail.key} got no answer by SMTP`);
      const url = this.server();
      const ids =
        url === null ? null : await deliver(new URL(url), mail.mailbox.address, bytes).catch(() => null);
      if (ids !== null) {
        for (const id of ids) this.ledger.accepted(id, mail);
        return;
      }
      if (url !== null) this.ledger.unanswered += 1;
      await pause(PAUSE_MS);
    }
  }
}

/** One mail in one session. Resolves with the tracking ids of the 250. @throws when there was none */
async function deliver({ hostname, port }: URL, to: string, bytes: Buffer): Promise<string[]> {
  const socket = connect(Number(port), hostname);
  socket.setTimeout(REPLY_MS, () => socket.destroy());
  try {
    const next = replies(socket);
    await next(220);
    for (const command of ['EHLO relay.example', 'MAIL FROM:<bounces@buyer.example>', `RCPT TO:<${to}>`]) {
      socket.write(`${command}\r\n`);
      await next(250);
    }
    socket.write('DATA\r\n');
    await next(354);
    // A line that begins with a dot gets another one, and a dot alone ends the mail (RFC 5321, 4.5.2).
    const stuffed = bytes.toString('latin1').replace(/^\./gm, '..');
    socket.write(`${stuffed}${stuffed.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
    const accepted = await next(250);
    return /Accepted as (.+)$/.exec(accepted)?.[1]?.split(', ') ?? [];
  } finally {
    socket.destroy();
  }
}

/** Reads replies one by one, and refuses any but the wanted one. */
function replies(socket: Socket): (code: number) => Promise<string> {
  socket.on('error', () => undefined);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  return async (code) => {
    for (;;) {
      const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
      if (done) throw new Error('the connection was cut');
      if (!value.startsWith(String(code))) throw new Error(`expected ${code}`);
      if (value[3] !== '-') return value;
    }
  };
}
