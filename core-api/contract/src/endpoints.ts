import * as auth from './auth.ts';
import * as backtests from './backtests.ts';
import * as boards from './boards.ts';
import * as cards from './cards.ts';
import * as classification from './classify.ts';
import * as connections from './connections.ts';
import * as deadLetters from './dead-letters.ts';
import type { Endpoint } from './endpoint.ts';
import * as events from './events.ts';
import * as flowVersions from './flow-versions.ts';
import * as feedBackfills from './feed-backfills.ts';
import * as flows from './flows.ts';
import * as globalBlacklist from './global-blacklist.ts';
import * as health from './health.ts';
import * as imports from './imports.ts';
import * as ingestion from './ingestion.ts';
import * as jobs from './jobs.ts';
import * as mailAccounts from './mail-accounts.ts';
import * as mailFeeds from './mail-feeds.ts';
import * as mailboxes from './mailboxes.ts';
import * as mails from './mails.ts';
import * as noise from './noise.ts';
import * as receipts from './receipts.ts';
import * as redrives from './redrives.ts';
import * as senderChecks from './sender-checks.ts';
import * as senders from './senders.ts';
import * as sources from './sources.ts';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'audit' in value;

/** Every endpoint there is: whatever the resource files define. */
export const ENDPOINTS: readonly Endpoint[] = [
  health,
  auth,
  ingestion,
  imports,
  boards,
  cards,
  events,
  classification,
  flows,
  flowVersions,
  backtests,
  jobs,
  deadLetters,
  redrives,
  senders,
  globalBlacklist,
  senderChecks,
  noise,
  mails,
  sources,
  mailAccounts,
  mailboxes,
  connections,
  mailFeeds,
  feedBackfills,
  receipts,
].flatMap((resource) => Object.values(resource).filter(isEndpoint));
