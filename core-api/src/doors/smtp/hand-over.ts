import { newId } from '../../db/new-id.ts';
import { systemScope } from '../../db/scope.ts';
import type { Acceptor } from '../../features/ingestion/acceptor.ts';
import { fromRawMail } from '../../features/ingestion/incoming-mail.ts';
import type { Recipient } from './recipients.ts';
import { toReply, type SmtpReply } from './smtp-reply.ts';
import { traceOf, withTrace, type Arrival } from './trace.ts';

/** A mail as a client has handed it over, with what its session and envelope say. */
export interface DeliveredMail {
  bytes: Buffer;
  arrival: Arrival;
  to: readonly Recipient[];
}

/**
 * Accepts a mail for all its mailboxes, once for each tenant, and returns the tracking ids after the last commit. SMTP has one
 * answer for all of them: when one tenant's could not be written the client has to send the mail again, and the copies that
 * are in by then are recognised as such. When all were decided and one took it, the mail has arrived; the refusals are in
 * the log of those who refused.
 *
 * @throws SmtpReply
 */
export async function handOver(
  acceptor: Acceptor,
  { bytes, arrival, to }: DeliveredMail,
  correlationId: string,
): Promise<string[]> {
  const mail = await fromRawMail(bytes, undefined).catch((error: unknown) => {
    throw toReply(error);
  });
  const accept = async (tenantId: string, mailboxes: string[]): Promise<string | SmtpReply> => {
    const scope = systemScope(tenantId, 'smtp', correlationId);
    const trackingId = newId();
    const traced = withTrace(traceOf(arrival, trackingId, mailboxes), bytes);
    const offer = { mail: { ...mail, bytes: traced, ...namedBy(mailboxes) }, trackingId, correlationId };
    try {
      const refusal = await acceptor.accept(scope, offer);
      return refusal ? toReply(refusal) : trackingId;
    } catch (error) {
      return toReply(error);
    }
  };
  const byTenant = Map.groupBy(to, ({ tenantId }) => tenantId);
  const outcomes: (string | SmtpReply)[] = [];
  // One after the other: each has its own trace and so its own copy, and a hundred of them at once would be 2.5 GB.
  for (const [tenantId, own] of byTenant) {
    const mailboxes = own.map(({ mailbox }) => mailbox);
    outcomes.push(await accept(tenantId, mailboxes));
  }
  const refusals = outcomes.filter((outcome) => typeof outcome !== 'string');
  const accepted = outcomes.filter((outcome) => typeof outcome === 'string');
  const temporary = refusals.find((refusal) => refusal.isTemporary);
  if (temporary) throw temporary;
  if (accepted.length === 0 && refusals[0]) throw refusals[0];
  return accepted;
}

/** The envelope says whom the mail is for; what its header says does not count. */
function namedBy(mailboxes: string[]): { mailbox: string | null; recipients: string[] } {
  const [only] = mailboxes;
  return { mailbox: mailboxes.length === 1 ? (only ?? null) : null, recipients: mailboxes };
}
