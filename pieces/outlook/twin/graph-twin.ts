import { seeded } from '../../kit/src/testing/seeded.ts';
import type { FaultDial } from '../../kit/twin/fault-dial.ts';
import {
  startTwinServer,
  type TwinReply,
  type TwinRequest,
  type TwinServer,
} from '../../kit/twin/twin-server.ts';
import { attachmentRoutes, putRange } from './attachments.ts';
import { batchRoute } from './batch.ts';
import { control } from './control.ts';
import { deliver, type DeliverOptions } from './deliver.ts';
import { deltaOfFolder } from './delta.ts';
import { draftRoutes } from './drafts.ts';
import { folderRoutes } from './folders.ts';
import { codeOfStatus, errorBody, errorReply, GraphError, notFound, throttled } from './graph-error.ts';
import { Login, type LoginOptions } from './login.ts';
import { Mailbox } from './mailbox.ts';
import { messageRoutes } from './messages.ts';
import type { MailParts } from './mime.ts';
import type { NotificationDial } from './notifier.ts';
import { SAMPLE_USERS, seedMails } from './seed.ts';
import { Subscriptions, type LifecycleEvent } from './subscriptions.ts';
import { mailboxOf, route, USUAL, type Call, type GraphDials, type Route, type World } from './world.ts';

export interface GraphTwinOptions extends Partial<LoginOptions> {
  port?: number;
  /** The same seed makes the same twin. */
  seed?: number;
  users?: readonly { address: string; name: string }[];
  /** Address that links carry, when the twin stands behind another one. */
  publicUrl?: string;
  /** `sample`: mails of a trading company; otherwise mailboxes are empty. */
  mails?: 'sample' | 'none';
  /** Milliseconds since 1970. */
  now?: () => number;
  dials?: Partial<GraphDials>;
}

export interface Delivered {
  /** Immutable. */
  id: string;
  internetMessageId: string;
}

/** A running twin of Graph mail. `url` is the `base_url` of a credential, `loginUrl` its `login_url`. */
export interface GraphTwin {
  url: string;
  loginUrl: string;
  /** What a credential of auth `app` needs besides the mailbox. */
  credential: Record<'tenant_id' | 'client_id' | 'client_secret' | 'base_url' | 'login_url', string>;
  /** A refresh token of a person, for auth `delegated`. */
  consent(address: string): string;
  deliver(
    mailbox: string,
    mail: Uint8Array | string | MailParts,
    options?: DeliverOptions,
  ): Promise<Delivered>;
  move(mailbox: string, id: string, folder: string): void;
  delete(mailbox: string, id: string): void;
  addFolder(mailbox: string, name: string, parent?: string): string;
  /** Immutable ids of what a folder holds, in no order. */
  holds(mailbox: string, folder?: string): string[];
  expireTokens(): void;
  /** Every delta link that was given before is answered with 410. */
  expireDeltaTokens(): void;
  subscriptions: {
    list(): readonly { id: string; resource: string; until: number }[];
    forget(id: string): void;
    lifecycle(id: string, event: LifecycleEvent): void;
  };
  /** How notifications go wrong. */
  notifications: {
    set(dial: Partial<NotificationDial>): void;
    release(): void;
    idle(): Promise<void>;
    counts: Readonly<{ sent: number; lost: number; undelivered: number }>;
  };
  faults: FaultDial;
  dials: GraphDials;
  requests: TwinServer['requests'];
  /** Requests of one mailbox under way at this moment and at most. */
  loadOf(mailbox: string): { now: number; most: number };
  close(): Promise<void>;
}

/** Concurrent requests of an app to one mailbox. */
const CONCURRENT = 4;

export async function startGraphTwin(options: GraphTwinOptions = {}): Promise<GraphTwin> {
  const now = options.now ?? Date.now;
  const users = options.users ?? SAMPLE_USERS;
  let url = '';
  const world: World = {
    ...{ now, random: seeded(options.seed ?? 1), dials: { ...USUAL, ...options.dials }, deltaGeneration: 1 },
    mailboxes: users.map((user, index) => new Mailbox(index, user, now)),
    baseUrl: () => options.publicUrl ?? url,
  };
  const login = new Login(loginOptions(options), world);
  const subscriptions = new Subscriptions(world);
  const dispatch = dispatcher(world, login, subscriptions);
  const twin: Partial<GraphTwin> = {};
  const server = await startTwinServer({
    handle: async (request) =>
      request.path.startsWith('/__twin/') ? control(twin as GraphTwin, request) : dispatch(request),
    faultBody: (status) => errorBody(codeOfStatus(status), 'A fault that was asked for.', now()),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  url = server.url;
  Object.assign(twin, doors(world, login, subscriptions, server));
  if (options.mails === 'sample') await seedMails(world);
  return twin as GraphTwin;
}

function loginOptions({ tenantId, clientId, clientSecret, tokenLife }: GraphTwinOptions): LoginOptions {
  return {
    tenantId: tenantId ?? '4b1f0000-0000-4000-9000-000000000000',
    clientId: clientId ?? '4b1f0000-0000-4000-9000-000000000001',
    clientSecret: clientSecret ?? 'twin-client-secret',
    tokenLife: tokenLife ?? 3599,
  };
}

function doors(world: World, login: Login, subscriptions: Subscriptions, server: TwinServer): GraphTwin {
  const box = (name: string) => mailboxOf({ params: { user: name }, world });
  const { tenantId: tenant_id, clientId: client_id, clientSecret: client_secret } = login.options;
  const loginUrl = `${world.baseUrl()}/login`;
  const { notifier } = subscriptions;
  return {
    ...{
      url: world.baseUrl(),
      loginUrl,
      faults: server.faults,
      dials: world.dials,
      requests: server.requests,
    },
    credential: { tenant_id, client_id, client_secret, base_url: world.baseUrl(), login_url: loginUrl },
    consent: (address) => login.consent(box(address).address),
    deliver: async (name, mail, options) => {
      const added = await deliver(world, box(name), mail, options);
      return { id: box(name).messageId(added, true), internetMessageId: added.internetMessageId };
    },
    move: (name, id, folder) => box(name).move(box(name).message(id), box(name).folder(folder).id),
    delete: (name, id) => box(name).remove(box(name).message(id)),
    addFolder: (name, folder, parent = 'msgfolderroot') =>
      box(name).addFolder(folder, box(name).folder(parent).id).id,
    holds: (name, folder = 'inbox') =>
      box(name)
        .inFolder(box(name).folder(folder).id)
        .map((message) => box(name).messageId(message, true)),
    expireTokens: () => login.expire(),
    expireDeltaTokens: () => void (world.deltaGeneration += 1),
    subscriptions: {
      list: () => subscriptions.list(),
      forget: (id) => subscriptions.forget(id),
      lifecycle: (id, event) => subscriptions.lifecycle(id, event),
    },
    notifications: {
      set: (dial) => notifier.set(dial),
      release: () => notifier.release(),
      idle: () => notifier.idle(),
      counts: notifier.counts,
    },
    loadOf: (name) => box(name).load,
    close: async () => {
      notifier.close();
      await server.close();
    },
  };
}

function dispatcher(world: World, login: Login, subscriptions: Subscriptions) {
  const routes: Route[] = [
    ...folderRoutes,
    route('GET', '/users/:user/mailFolders/:folder/messages/delta', deltaOfFolder),
    ...[...messageRoutes, ...draftRoutes, ...attachmentRoutes, ...subscriptions.routes],
    batchRoute((request) => serve(request)),
  ];
  const upload = route('PUT', '/upload/:upload', putRange);
  return serve;

  async function serve(request: TwinRequest): Promise<TwinReply> {
    try {
      if (request.path.startsWith('/login/')) return login.serve(request);
      const range = upload.pattern.exec(request.path);
      if (range) return await putRange({ request, params: { ...range.groups }, world, person: null });
      return await guarded(request);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      return errorReply(error, world.now(), request.headers['client-request-id']);
    }
  }

  async function guarded(request: TwinRequest): Promise<TwinReply> {
    const person = login.who(request.headers['authorization']);
    if (person === undefined) {
      throw new GraphError(
        401,
        'InvalidAuthenticationToken',
        'Lifetime validation failed, the token is expired.',
      );
    }
    const path = plainPath(request.path, person);
    for (const { method, pattern, handler } of routes) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (!match) continue;
      const call: Call = { request, params: { ...match.groups }, world, person };
      return match.groups?.['user'] === undefined ? handler(call) : alone(call, () => handler(call));
    }
    throw notFound();
  }
}

/** Below `/v1.0`, with `name('id')` as `name/id`, and `/me` as the person. */
function plainPath(path: string, person: string | null): string {
  const below = path.replace(/^\/v1\.0/, '').replace(/\('([^']*)'\)/g, '/$1');
  if (!/^\/me(\/|$)/.test(below)) return below;
  if (person === null)
    throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  return below.replace(/^\/me/, `/users/${person}`);
}

async function alone(call: Call, run: () => TwinReply | Promise<TwinReply>): Promise<TwinReply> {
  const mailbox = mailboxOf(call);
  const { load } = mailbox;
  // A person reaches no mailbox but the own one.
  if (call.person !== null && call.person.toLowerCase() !== mailbox.address.toLowerCase()) {
    throw new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  load.now += 1;
  load.most = Math.max(load.most, load.now);
  try {
    if (load.now > CONCURRENT) throw throttled(1, 'Application is over its MailboxConcurrency limit.');
    const { latencyMs } = call.world.dials;
    if (latencyMs > 0) await new Promise((go) => setTimeout(go, latencyMs));
    return await run();
  } finally {
    load.now -= 1;
  }
}
