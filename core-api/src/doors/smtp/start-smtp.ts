import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import type { Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import type { Database } from '../../db/database.ts';
import type { Acceptor } from '../../features/ingestion/acceptor.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import type { SmtpSettings } from '../../runtime/smtp-settings.ts';
import { Certificate } from './certificate.ts';
import { Clients } from './clients.ts';
import { createHandlers } from './handlers.ts';
import { MemoryBudget } from './read-data.ts';
import { Recipients } from './recipients.ts';
import { Sessions } from './sessions.ts';
import { signIn } from './sign-in.ts';

export interface SmtpDoor {
  /** `smtp://127.0.0.1:2525`, or `smtps://…` when TLS is implicit. */
  url: string;
  port: number;
  /** Takes no new session, answers the mails under way, and ends. */
  close(): Promise<void>;
}

/** What a client may use; tests make it smaller. */
export interface SmtpLimits {
  maxBytes: number;
  /** All mails on their way in together. */
  memoryBytes: number;
  maxRecipients: number;
  connectionsPerClient: number;
  unknownRecipients: number;
  idleMs: number;
  dataMs: number;
  sessionMs: number;
  /** How long mails under way may take when the server ends. */
  drainMs: number;
}

const LIMITS: SmtpLimits = {
  maxBytes: MAX_MAIL_BYTES,
  memoryBytes: 8 * MAX_MAIL_BYTES,
  maxRecipients: 100,
  connectionsPerClient: 25,
  // An honest server may send a newsletter to all who have left; somebody who guesses names needs many more.
  unknownRecipients: 100,
  idleMs: 60_000,
  dataMs: 10 * 60_000,
  sessionMs: 30 * 60_000,
  drainMs: 4_000,
};

/** A mail server for the mailboxes of this installation. @throws OperatorError for a port that is taken, or a bad certificate */
export async function startSmtp(
  settings: SmtpSettings,
  deps: { db: Database; acceptor: Acceptor; log: Logger },
  change: Partial<SmtpLimits> = {},
): Promise<SmtpDoor> {
  const { log } = deps;
  const limits = { ...LIMITS, ...change };
  const certificate = settings.certificate && (await Certificate.load(settings.certificate, log));
  const clients = new Clients({
    mailsPerMinute: settings.mailsPerMinute,
    connections: limits.connectionsPerClient,
    strangers: limits.unknownRecipients,
  });
  const sessions = new Sessions(limits.sessionMs);
  const server = new SMTPServer({
    ...certificate?.current,
    secure: settings.tls === 'implicit',
    banner: 'Pebble',
    size: limits.maxBytes,
    rejectOversized: true,
    disabledCommands: disabledCommands(settings),
    maxClients: settings.maxConnections,
    maxRecipients: limits.maxRecipients,
    socketTimeout: limits.idleMs,
    closeTimeout: limits.drainMs,
    disableReverseLookup: true,
    logger: false,
    minVersion: 'TLSv1.2',
    ...(settings.credentials.size > 0 ? { onAuth: signIn(settings.credentials, clients) } : {}),
    ...createHandlers({
      ...{
        acceptor: deps.acceptor,
        recipients: new Recipients(deps.db, deps.acceptor.admission),
        clients,
        sessions,
        log,
      },
      budget: new MemoryBudget(limits.memoryBytes),
      needsTls: settings.tls === 'required',
      maxBytes: limits.maxBytes,
      dataTimeoutMs: limits.dataMs,
    }),
  });
  sessions.attach(server);
  // Mostly clients that break off; the port's own trouble is thrown by `listen` as well.
  server.on('error', (error) => log.debug({ err: error }, 'SMTP connection'));
  await listen(server, settings);
  certificate?.watch((pair) => server.updateSecureContext(pair));
  const { port } = server.server.address() as AddressInfo;
  const shown = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    port,
    url: `smtp${settings.tls === 'implicit' ? 's' : ''}://${shown}:${port}`,
    async close() {
      certificate?.stop();
      const closed = new Promise<void>((resolve) => server.close(resolve));
      sessions.dismissAll('Server shutting down');
      await closed;
    },
  };
}

function disabledCommands({ tls, credentials }: SmtpSettings): string[] {
  return [
    // Leftovers of other servers that have no use here.
    ...['VRFY', 'HELP', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
    // Without a certificate of the operator's the library would offer its own, whose key everybody knows.
    ...(tls === 'off' || tls === 'implicit' ? ['STARTTLS'] : []),
    ...(credentials.size > 0 ? [] : ['AUTH']),
  ];
}

async function listen(server: SMTPServer, { port, host }: SmtpSettings): Promise<void> {
  server.listen(port, host);
  try {
    await once(server.server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new OperatorError(
      `Port ${port} for mail is taken. Stop what uses it, or set SMTP_PORT to a free one.`,
    );
  }
}
