import { domainToASCII } from 'node:url';
import type { SMTPServerAddress } from 'smtp-server';
import type { Database } from '../../db/database.ts';
import type { Admission } from '../../features/ingestion/admission.ts';
import { SmtpReply } from './smtp-reply.ts';

/** A mailbox of the installation that a mail is for. */
export interface Recipient {
  tenantId: string;
  /** As the table has it: lower case. */
  mailbox: string;
}

/** Knows which addresses are ours. What is not ours is refused at once: this server relays nothing. */
export class Recipients {
  private readonly db: Database;
  private readonly admission: Admission;
  /** The server hands the same object back with the finished envelope. */
  private readonly known = new WeakMap<SMTPServerAddress, Recipient>();

  constructor(db: Database, admission: Admission) {
    this.db = db;
    this.admission = admission;
  }

  /** @throws SmtpReply 550 for an address that nobody here has; ApiProblem when its queue is full; anything else when the database is away */
  async admit(address: SMTPServerAddress): Promise<void> {
    for (const mailbox of spellings(address.address)) {
      const [tenantId, other] = await this.db.tenantsOfMailbox(mailbox);
      // Not final: nothing is wrong with the mail, and the operator can put it right.
      if (other !== undefined) {
        throw new SmtpReply(
          451,
          '4.3.5 Several organisations here claim this address; their operator must decide',
        );
      }
      if (tenantId !== undefined) {
        // Asked for before 25 MB are sent for nothing.
        await this.admission.demandRoom(tenantId);
        return void this.known.set(address, { tenantId, mailbox });
      }
    }
    throw new SmtpReply(550, '5.1.1 There is no such mailbox here');
  }

  /** Those of a finished envelope, each admitted before. */
  of(addresses: readonly SMTPServerAddress[]): Recipient[] {
    return addresses.map((address) => {
      const recipient = this.known.get(address);
      if (!recipient) throw new Error('a recipient was not admitted');
      return recipient;
    });
  }
}

/** The server writes an international domain in its own letters; mailboxes are mostly kept in ASCII. */
function spellings(address: string): string[] {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  const ascii = domainToASCII(lower.slice(at + 1));
  return [...new Set([lower, ...(ascii ? [`${lower.slice(0, at)}@${ascii}`] : [])])];
}
