import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { SecretKeeper } from '../features/sources/sealed-secret.ts';
import type { Core } from '../core.ts';
import type { Config } from '../runtime/config.ts';
import { FeedDoor } from './feeds/feed-door.ts';
import { FEED_TIMING } from './feeds/timing.ts';
import { ImapDoor } from './imap/imap-door.ts';
import { TIMING } from './imap/timing.ts';
import { ReportKeeper } from './report-keeper.ts';
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
  deps: { db: Database; core: Core; keeper: SecretKeeper; log: Logger },
  roles: { api: boolean; worker: boolean },
): Promise<Doors> {
  const { db, core, keeper, log } = deps;
  const { acceptor } = core;
  const smtp = roles.api && config.smtp ? await startSmtp(config.smtp, { db, acceptor, log }) : null;
  if (smtp) log.info({ url: smtp.url, tls: config.smtp?.tls }, 'mail server listens');
  if (smtp && config.smtp?.tls === 'off') log.warn('the mail server offers no TLS: mail comes readable');
  const imap = roles.worker
    ? new ImapDoor({
        ...{ db, keeper, acceptor, log, timing: TIMING, privateHosts: config.imapPrivateHosts },
        rehearse: (scope, incoming) => core.rehearse(scope, { incoming }),
      })
    : null;
  imap?.start();
  const feeds = roles.worker
    ? new FeedDoor({
        ...{ db, keeper, acceptor, log, feeds: core.feeds, now: Date.now },
        timing: { ...FEED_TIMING, poll: config.feedPollMs, pollWithPush: 2 * config.feedPollMs },
        rehearse: (scope, incoming) => core.rehearse(scope, { incoming }),
      })
    : null;
  feeds?.start();
  const reports = roles.worker ? new ReportKeeper({ db, log }) : null;
  reports?.start();
  return {
    smtp,
    async close() {
      await Promise.all([smtp?.close(), imap?.stop(), feeds?.stop(), reports?.stop()]);
    },
  };
}
