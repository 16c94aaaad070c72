import type { ImapFlow } from 'imapflow';
import { ImapTrouble } from './explain.ts';

/**
 * Runs commands on a connection and notices when it is dead. TCP itself may not notice for hours: a server that was unplugged,
 * or a firewall that forgot us, just says nothing more.
 */
export class LiveClient {
  readonly imap: ImapFlow;
  private readonly host: string;
  private readonly limits: { silence: number; command: number };

  constructor(imap: ImapFlow, host: string, limits: { silence: number; command: number }) {
    this.imap = imap;
    this.host = host;
    this.limits = limits;
  }

  /** @throws ImapTrouble when the server falls silent over it; then the connection is closed */
  async run<T>(command: (imap: ImapFlow) => Promise<T>): Promise<T> {
    const { silence, command: most } = this.limits;
    const started = Date.now();
    let heard = { bytes: this.received, at: started };
    let trouble: ImapTrouble | null = null;
    const watch = setInterval(
      () => {
        const now = Date.now();
        if (this.received !== heard.bytes) heard = { bytes: this.received, at: now };
        if (now - heard.at < silence && now - started < most) return;
        trouble = new ImapTrouble(`${this.host} has fallen silent; we connect anew.`);
        this.imap.close();
      },
      Math.max(10, silence / 10),
    );
    try {
      return await command(this.imap);
    } catch (error) {
      throw trouble ?? error;
    } finally {
      clearInterval(watch);
    }
  }

  private get received(): number {
    return this.imap.stats().received;
  }
}
