import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { SMTPServerSession } from 'smtp-server';
import { clientNetwork } from '../../features/auth/client-network.ts';
import { SmtpReply } from './smtp-reply.ts';

export interface ClientLimits {
  mailsPerMinute: number;
  /** Connections of one client at a time. */
  connections: number;
  /** Unknown recipients in one connection: more is no mistake but a search for addresses. */
  strangers: number;
}

type Session = Pick<SMTPServerSession, 'id' | 'remoteAddress'>;

/** What each client uses, by its network address, in this process. */
export class Clients {
  private readonly limits: ClientLimits;
  private readonly mails: RateLimiterMemory;
  /** Client by session, of the sessions that have arrived: the server also reports the end of those that it turned away. */
  private readonly present = new Map<string, string>();
  private readonly strangers = new Map<string, number>();

  constructor(limits: ClientLimits) {
    this.limits = limits;
    this.mails = new RateLimiterMemory({ points: limits.mailsPerMinute, duration: 60 });
  }

  /** @throws SmtpReply 421 */
  arrive({ id, remoteAddress }: Session): void {
    const client = clientNetwork(remoteAddress);
    const others = [...this.present.values()].filter((one) => one === client).length;
    if (others >= this.limits.connections) {
      throw new SmtpReply(421, 'Too many connections from your address; please try again later');
    }
    this.present.set(id, client);
  }

  leave({ id }: Session): void {
    this.present.delete(id);
    this.strangers.delete(id);
  }

  /** Counts a mail. @throws SmtpReply 451 */
  async admitMail({ remoteAddress }: Session): Promise<void> {
    try {
      await this.mails.consume(clientNetwork(remoteAddress));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new SmtpReply(451, '4.7.1 Too many mails from your address; please slow down');
    }
  }

  /** Counts a recipient that is not ours; true when it was one too many. */
  isSearching({ id }: Session): boolean {
    const count = (this.strangers.get(id) ?? 0) + 1;
    this.strangers.set(id, count);
    return count >= this.limits.strangers;
  }
}
