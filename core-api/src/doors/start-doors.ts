import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { Acceptor } from '../features/ingestion/acceptor.ts';
import type { Config } from '../runtime/config.ts';
import { startSmtp, type SmtpDoor } from './smtp/start-smtp.ts';

export interface Doors {
  /** Null when there is no mail server in this process. */
  smtp: SmtpDoor | null;
  /** Lets nothing new in, and ends when what is under way has its answer. */
  close(): Promise<void>;
}

/** Opens the doors besides HTTP: the mail server where people are served, the reading of accounts where work is done. */
export async function startDoors(
  config: Config,
  deps: { db: Database; acceptor: Acceptor; log: Logger },
  roles: { api: boolean; worker: boolean },
): Promise<Doors> {
  const { log } = deps;
  const smtp = roles.api && config.smtp ? await startSmtp(config.smtp, deps) : null;
  if (smtp) log.info({ url: smtp.url, tls: config.smtp?.tls }, 'mail server listens');
  if (smtp && config.smtp?.tls === 'off') log.warn('the mail server offers no TLS: mail comes readable');
  return {
    smtp,
    async close() {
      await smtp?.close();
    },
  };
}
