import type { Logger } from 'pino';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { newId } from '../../db/new-id.ts';
import type { Acceptor } from '../../features/ingestion/acceptor.ts';
import { ApiProblem } from '../../http/problem.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import type { Clients } from './clients.ts';
import { handOver, type DeliveredMail } from './hand-over.ts';
import { readData, type MemoryBudget } from './read-data.ts';
import type { Recipients } from './recipients.ts';
import type { Sessions } from './sessions.ts';
import { SmtpReply, toReply } from './smtp-reply.ts';
import type { Arrival } from './trace.ts';

export interface HandlerDeps {
  acceptor: Acceptor;
  recipients: Recipients;
  clients: Clients;
  sessions: Sessions;
  budget: MemoryBudget;
  log: Logger;
  /** No mail without TLS. */
  needsTls: boolean;
  /** Largest mail, in bytes. */
  maxBytes: number;
  /** A mail that takes longer to arrive is cut off. */
  dataTimeoutMs: number;
}

type Handlers = Pick<SMTPServerOptions, 'onConnect' | 'onClose' | 'onMailFrom' | 'onRcptTo' | 'onData'>;

/** What the server does at each step of a session. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { clients, sessions, recipients } = deps;
  return {
    onConnect(session, callback) {
      answer(deps, callback, async () => {
        clients.arrive(session);
        sessions.open(session.id);
      });
    },
    onClose(session) {
      clients.leave(session);
      sessions.close(session.id);
    },
    onMailFrom(_address, session, callback) {
      answer(deps, callback, async () => {
        if (deps.needsTls && !session.secure) {
          throw new SmtpReply(530, '5.7.0 Must issue a STARTTLS command first');
        }
        await clients.admitMail(session);
      });
    },
    onRcptTo(address, session, callback) {
      answer(deps, callback, async () => {
        try {
          await recipients.admit(address);
        } catch (error) {
          const unknown = error instanceof SmtpReply && !error.isTemporary;
          if (unknown && clients.isSearching(session))
            throw new SmtpReply(421, 'Too many unknown recipients');
          throw error;
        }
      });
    },
    onData(stream, session, callback) {
      // The addresses are those of this mail: the envelope is another one after the reply.
      const { mailFrom, rcptTo } = session.envelope;
      const to = recipients.of(rcptTo);
      const arrival = arrivalOf(session, mailFrom === false ? '' : mailFrom.address);
      const cut = () => sessions.cut(session.id, 'The mail takes too long or does not end');
      const late = setTimeout(cut, deps.dataTimeoutMs);
      const taken = sessions.during(session.id, () =>
        readData(stream, { ...deps, cut }, async (bytes) => {
          clearTimeout(late);
          return take(deps, session, { bytes, arrival, to });
        }),
      );
      taken.then(
        (ids) => callback(null, `2.6.0 Accepted as ${ids.join(', ')}`),
        (error: unknown) => callback(explained(deps, error)),
      );
      void taken.catch(() => undefined).then(() => clearTimeout(late));
    },
  };
}

function arrivalOf(session: SMTPServerSession, sender: string): Arrival {
  const { hostNameAppearsAs: helo, remoteAddress: address, transmissionType: protocol } = session;
  return { sender, helo, address, protocol, at: new Date() };
}

async function take(
  { acceptor, log }: HandlerDeps,
  session: SMTPServerSession,
  mail: DeliveredMail,
): Promise<string[]> {
  const correlationId = newId();
  crashPoint('smtp.received');
  const ids = await handOver(acceptor, mail, correlationId);
  crashPoint('smtp.after-commit');
  const facts = {
    correlation_id: correlationId,
    bytes: mail.bytes.byteLength,
    mailboxes: mail.to.length,
  };
  log.info({ ...facts, accepted: ids.length, secure: session.secure }, 'mail came by SMTP');
  return ids;
}

function answer(
  deps: HandlerDeps,
  callback: (error?: Error | null) => void,
  work: () => Promise<void>,
): void {
  work().then(
    () => callback(),
    (error: unknown) => callback(explained(deps, error)),
  );
}

/** The client is told what to do; what nobody foresaw is told to the operator as well. */
function explained({ log }: HandlerDeps, error: unknown): SmtpReply {
  const known = error instanceof SmtpReply || error instanceof ApiProblem || isHangUp(error);
  if (!known) log.warn({ err: error }, 'SMTP');
  return toReply(error);
}

/** The client went away in the middle of a mail; nothing was taken, and it will come again. */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNECTION';
}
