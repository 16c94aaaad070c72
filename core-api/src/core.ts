import { ENDPOINTS } from '@pebble/contract/endpoints';
import type { Logger } from 'pino';
import type { KeyRing } from './crypto/key-ring.ts';
import type { Database } from './db/database.ts';
import { lookAtFolder } from './doors/imap/look.ts';
import type { PrivateHosts } from './mail/private-hosts.ts';
import { createAuth } from './features/auth/create-auth.ts';
import type { SigningKey } from './features/auth/keyring.ts';
import { backtestRoutes } from './features/backtests/backtests.routes.ts';
import { cardRoutes } from './features/cards/cards.routes.ts';
import { classifyRoutes } from './features/classify/classify.routes.ts';
import type { Classifier } from './features/classify/classifier.ts';
import { deadLetterRoutes } from './features/dead-letters/dead-letters.routes.ts';
import { redriveRoutes } from './features/dead-letters/redrives.routes.ts';
import type { EventFeed } from './features/events/event-feed.ts';
import { eventRoutes } from './features/events/events.routes.ts';
import { createFeeds, type Feeds, type Outside } from './features/feeds/create-feeds.ts';
import { flowRoutes } from './features/flows/flows.routes.ts';
import { versionRoutes } from './features/flows/versions.routes.ts';
import { healthRoutes } from './features/health/health.routes.ts';
import { importRoutes } from './features/imports/imports.routes.ts';
import { Acceptor } from './features/ingestion/acceptor.ts';
import { Admission, type AdmissionLimits } from './features/ingestion/admission.ts';
import { ingestionRoutes } from './features/ingestion/ingestion.routes.ts';
import { AttemptMemos } from './features/jobs/attempt-memos.ts';
import { jobRoutes } from './features/jobs/jobs.routes.ts';
import { MailStore } from './features/jobs/mail-store.ts';
import { Placements } from './features/jobs/placements.ts';
import { mailboxRoutes } from './features/mailboxes/mailboxes.routes.ts';
import { mailRoutes } from './features/mails/mails.routes.ts';
import { senderRoutes } from './features/senders/senders.routes.ts';
import { createSources } from './features/sources/create-sources.ts';
import type { SecretKeeper } from './features/sources/sealed-secret.ts';
import { createDispatch, type Dispatch } from './http/dispatch.ts';
import { toOpenApi } from './http/openapi.ts';
import type { Route } from './http/route.ts';
import { flowReader } from './flow-reader.ts';
import { knobRules } from './knob-rules.ts';
import { LoadedFlows } from './worker/loaded-flows.ts';
import { outsideHttp } from './worker/outside-http.ts';
import { MAX_ATTEMPTS } from './worker/queue.ts';
import { createTryVersion, type TryVersion } from './worker/backtest-mail.ts';
import { tenantConnections } from './worker/tenant-connections.ts';
import { createRehearse, type Rehearse, type RehearsalDeps } from './worker/rehearse.ts';

export const VERSION = '0.1.0';

export interface CoreParts {
  db: Database;
  jwtKeys: readonly SigningKey[];
  classifier: Classifier;
  feed: EventFeed;
  /** Seals and opens dead letters. */
  keyRing: KeyRing;
  ready: () => Promise<void>;
  log: Logger;
  /** Keeps the secrets of webhook sources and mail accounts. */
  keeper: SecretKeeper;
  /** Mail servers in private networks that accounts may name. */
  privateHosts: PrivateHosts;
  /** What tenants can connect, and how it is reached; nothing when left out. */
  outside?: Outside;
  /** How much mail is taken before senders are told to come later. */
  limits?: AdmissionLimits;
  /** How long a rehearsal may take before it is given up. */
  rehearsalMs?: number;
  now?: () => number;
}

export interface Core {
  dispatch: Dispatch;
  routes: readonly Route[];
  mails: MailStore;
  memos: AttemptMemos;
  /** What every door hands its mail to. */
  acceptor: Acceptor;
  issueJobToken: ReturnType<typeof createAuth>['tokens']['issueJobToken'];
  /** What tenants have connected, for those who call it and read its mail. */
  feeds: Feeds;
  /** Says what would become of a mail, and leaves nothing behind. */
  rehearse: Rehearse;
  /** Says what a stored version of a flow would make of a mail that was processed before. */
  tryVersion: TryVersion;
  /** Writes down what is only counted so far, for a process that ends. */
  settle(): Promise<void>;
}

/** Puts the API together. It listens nowhere and starts nothing, so that a test has it in a line. */
export function createCore(parts: CoreParts): Core {
  const { db, log, keeper } = parts;
  const auth = createAuth({ db, keys: parts.jwtKeys, ...(parts.now ? { now: parts.now } : {}) });
  const mails = new MailStore(parts.keyRing);
  const memos = new AttemptMemos();
  const acceptor = new Acceptor(db, new Admission(db, parts.limits));
  const issueJobToken: Core['issueJobToken'] = (claims) => auth.tokens.issueJobToken(claims);
  const ownJobRoutes = (store: MailStore, under: AttemptMemos) =>
    jobRoutes({
      ...{ mails: store, memos: under, placements: new Placements(store) },
      ...{ knobs: knobRules, maxAttempts: MAX_ATTEMPTS },
    });
  const rehearsals = rehearsalDeps(
    parts,
    issueJobToken,
    () => feeds.connections,
    (stage, store) =>
      createDispatch({
        routes: [...ownJobRoutes(store, new AttemptMemos()), ...routes.filter(isForFlows)],
        db: stage,
        authenticate: auth.authenticate,
        log: log.child({ rehearsal: true }),
      }),
  );
  const rehearse = createRehearse(rehearsals);
  const tryVersion = createTryVersion({ ...rehearsals, mails });
  const sources = createSources({
    ...{ db, log, keeper, acceptor },
    rehearse: (scope, incoming) => rehearse(scope, { incoming }),
    look: (account, password) => lookAtFolder({ ...account, password }, parts.privateHosts),
  });
  const feeds = createFeeds({
    ...{ db, keeper, keyRing: parts.keyRing, now: parts.now },
    outside: parts.outside ?? { connectors: [], http: outsideHttp, publicUrl: null },
  });
  const routes: Route[] = [
    ...healthRoutes({ ready: parts.ready, openapi: toOpenApi(ENDPOINTS, VERSION) }),
    ...auth.routes,
    ...ingestionRoutes(acceptor),
    ...importRoutes(),
    ...cardRoutes(),
    ...eventRoutes({ feed: parts.feed }),
    ...classifyRoutes(parts.classifier),
    ...flowRoutes(knobRules),
    ...versionRoutes({ reader: flowReader, knobs: knobRules, keeper }),
    ...backtestRoutes(flowReader),
    ...ownJobRoutes(mails, memos),
    ...senderRoutes(),
    ...mailRoutes({ mails }),
    ...deadLetterRoutes({ keyRing: parts.keyRing, rehearse }),
    ...redriveRoutes(),
    ...sources.routes,
    ...mailboxRoutes(),
    ...feeds.routes,
  ];
  demandEveryEndpoint(routes);
  const dispatch = createDispatch({ routes, db, authenticate: auth.authenticate, log });
  const { settle } = sources;
  return { dispatch, routes, mails, memos, acceptor, issueJobToken, rehearse, tryVersion, feeds, settle };
}

function rehearsalDeps(
  { db, log, rehearsalMs }: CoreParts,
  issueJobToken: Core['issueJobToken'],
  connections: () => Feeds['connections'],
  dispatchOver: RehearsalDeps['dispatchOver'],
): RehearsalDeps {
  return {
    ...{ db, issueJobToken, dispatchOver },
    flows: new LoadedFlows(),
    outside: outsideHttp,
    openConnection: tenantConnections(connections),
    deadlineMs: rehearsalMs,
    log: log.child({ rehearsal: true }),
  };
}

function isForFlows({ endpoint }: Route): boolean {
  return endpoint.access !== 'public' && endpoint.access.includes('flow');
}

/** An endpoint of the contract without code behind it is a promise that nobody keeps. */
function demandEveryEndpoint(routes: readonly Route[]): void {
  const served = new Set(routes.map((route) => route.endpoint.id));
  const missing = ENDPOINTS.filter((endpoint) => !served.has(endpoint.id)).map((endpoint) => endpoint.id);
  if (missing.length > 0) throw new Error(`no route serves: ${missing.join(', ')}`);
}
