// Generated from pieces/kit/src/connector.ts by `npm run nodes:generate`: change it there.
import { passOn } from './host/pass-on';
import type { Auth } from './auth';
import { authorised } from './authorised';
import { errorForStatus } from './error-for-status';
import { AuthError, InputError } from './errors';
import type { Fields, FileValue } from './field';
import type { Http } from './http';
import type { Choice, Lookup } from './lookup';
import type { ListMails, MailRef, MailSource } from './mail-source';
import type { Operation, OperationContext } from './operation';
import { readInput } from './read-input';
import { withFiles } from './read-files';
import type { Registration } from './registration';
import type { SessionSlot } from './session';
import type {
  PollContext,
  PollCursor,
  PollResult,
  PollTrigger,
  Push,
  SubscribeRequest,
  Subscription,
  Trigger,
  TriggerInput,
  WebhookTrigger,
} from './trigger';

/** What an integrator writes: data, and short functions over a client. */
export interface ConnectorDefinition<Client> {
  /** Kebab case; the package is `@pebble/piece-<name>`. */
  name: string;
  label: string;
  /** One sentence for the lists in which hosts offer it. */
  description?: string;
  /** Exact semver, equal to the package's. */
  version: string;
  /** One, or the ways to sign in that a person may choose from, the usual one first. */
  auth: Auth | readonly [Auth, ...Auth[]];
  /** Builds the client over a port that is authorised already: it sees neither token nor base URL. */
  client: (http: Http) => Client;
  operations: readonly Operation<Client>[];
  triggers: readonly Trigger<Client>[];
  /** By name, for `lookup` fields. */
  lookups?: Readonly<Record<string, Lookup<Client>>>;
  /** Of a mail system. */
  mail?: MailSource<Client>;
}

/** What the host brings to a call. */
export interface Host {
  http: Http;
  /** Raw values of the credential. */
  credential: Readonly<Record<string, unknown>>;
  /** Name of the auth that the credential is for; the connector's first when left out. */
  auth?: string;
  /** Where the session of this credential is kept; without it, a session lives for one call. */
  session?: SessionSlot;
  files?: Files;
  /** Milliseconds since 1970; the machine's clock when left out. */
  now?: () => number;
}

/** Files of a run, by a reference that only this host understands. */
export interface Files {
  write(file: FileValue): Promise<string>;
  /** Throws InputError when there is no such file. */
  read(reference: string): Promise<FileValue>;
}

export interface ConnectorOperation {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly group?: string;
  readonly idempotent: boolean;
  readonly fields: Fields;
  /** Runs it once; retries are the host's. The output is plain JSON. Throws a ConnectorError. */
  run(host: Host, input: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** As `Subscription`, with the host in the client's place. */
export interface ConnectorSubscription {
  create(host: Host, request: SubscribeRequest): Promise<Registration>;
  check(host: Host, registration: Registration): Promise<boolean>;
  /** The same registration again when this vendor's never end. */
  renew(host: Host, registration: Registration, request: SubscribeRequest): Promise<Registration>;
  delete(host: Host, registration: Registration): Promise<void>;
}

export interface ConnectorPush extends Omit<Push<never>, 'subscription'> {
  readonly subscription: ConnectorSubscription;
}

export interface ConnectorPollTrigger extends Omit<PollTrigger<never>, 'poll' | 'push' | 'fields'> {
  readonly fields: Fields;
  /** `context` may hold raw input: it is read against the fields. */
  poll(host: Host, cursor: PollCursor, context?: Partial<PollContext>): Promise<PollResult>;
  readonly push?: ConnectorPush;
}

export interface ConnectorWebhookTrigger extends Omit<WebhookTrigger, 'subscription' | 'fields'> {
  readonly fields: Fields;
  readonly subscription?: ConnectorSubscription;
}

export type ConnectorTrigger = ConnectorWebhookTrigger | ConnectorPollTrigger;

export interface ConnectorMailSource {
  readonly trigger: string;
  fetch(host: Host, mail: { mailbox: string; id: string }): Promise<Uint8Array>;
  list(host: Host, request: ListMails): Promise<{ mails: readonly MailRef[]; next: string | null }>;
}

/** What hosts run. The client's type stays inside. */
export interface Connector {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly version: string;
  /** The first of `auths`. */
  readonly auth: Auth;
  readonly auths: readonly [Auth, ...Auth[]];
  readonly operations: readonly ConnectorOperation[];
  readonly triggers: readonly ConnectorTrigger[];
  readonly lookups: Readonly<
    Record<string, (host: Host, search: string, input: TriggerInput) => Promise<readonly Choice[]>>
  >;
  readonly mail?: ConnectorMailSource;
  /** Throws AuthError when the credential does not get through. */
  probe(host: Host): Promise<void>;
}

/** Turns a definition into what hosts run: reads the credential, authorises each request, and gives transport failures their class. */
export function defineConnector<Client>(definition: ConnectorDefinition<Client>): Connector {
  const { name, label, version, mail } = definition;
  const auths = asList(definition.auth);
  const httpFor = (host: Host) => openPort(auths, host);
  const clientFor = (host: Host) => definition.client(httpFor(host));
  return {
    ...{ name, label, version, auths, auth: auths[0] },
    description: definition.description ?? label,
    operations: definition.operations.map((one) => ({
      ...one,
      run: async (host, input) =>
        one.run(clientFor(host), await withFiles(one.fields, input, host.files), contextOf(host)),
    })),
    triggers: definition.triggers.map((one) => bindTrigger(one, clientFor)),
    lookups: Object.fromEntries(
      Object.entries(definition.lookups ?? {}).map(([key, find]) => [
        key,
        async (host, search, input) => find(clientFor(host), { search, input }),
      ]),
    ),
    ...(mail ? { mail: bindMail(mail, clientFor) } : {}),
    probe: async (host) => {
      const response = await httpFor(host)(authOf(auths, host).probe);
      if (response.status >= 300) throw errorForStatus(label, response);
      authOf(auths, host).checkProbe?.(response);
    },
  };
}

function asList(auth: Auth | readonly [Auth, ...Auth[]]): readonly [Auth, ...Auth[]] {
  return 'authorize' in auth ? [auth] : auth;
}

function bindTrigger<Client>(trigger: Trigger<Client>, clientFor: (host: Host) => Client): ConnectorTrigger {
  const fields = trigger.fields ?? {};
  if (trigger.type === 'webhook') {
    const { subscription, ...rest } = trigger;
    return {
      ...rest,
      fields,
      ...(subscription ? { subscription: bind(subscription, fields, clientFor) } : {}),
    };
  }
  const { push, ...rest } = trigger;
  return {
    ...rest,
    fields,
    poll: async (host, cursor, { input = {}, since = new Date(0).toISOString() } = {}) =>
      trigger.poll(clientFor(host), cursor, { input: readInput(fields, input), since }),
    ...(push ? { push: { ...push, subscription: bind(push.subscription, fields, clientFor) } } : {}),
  };
}

function bind<Client>(
  subscription: Subscription<Client>,
  fields: Fields,
  clientFor: (host: Host) => Client,
): ConnectorSubscription {
  const read = (request: SubscribeRequest) => ({ ...request, input: readInput(fields, request.input) });
  return {
    create: async (host, request) => subscription.create(clientFor(host), read(request)),
    check: async (host, registration) => subscription.check(clientFor(host), registration),
    renew: async (host, registration, request) =>
      (await subscription.renew?.(clientFor(host), registration, read(request))) ?? registration,
    delete: async (host, registration) => subscription.delete(clientFor(host), registration),
  };
}

function bindMail<Client>(mail: MailSource<Client>, clientFor: (host: Host) => Client): ConnectorMailSource {
  return {
    trigger: mail.trigger,
    fetch: async (host, request) => mail.fetch(clientFor(host), request),
    list: async (host, request) => mail.list(clientFor(host), request),
  };
}

function contextOf({ files }: Host): OperationContext | undefined {
  return files && { writeFile: (file) => files.write(file) };
}

function authOf(auths: readonly [Auth, ...Auth[]], { auth }: Host): Auth {
  const found = auth === undefined ? auths[0] : auths.find((one) => one.name === auth);
  if (!found) throw new AuthError('The connection is for a way to sign in that this connector does not have');
  return found;
}

function openPort(auths: readonly [Auth, ...Auth[]], host: Host): Http {
  const auth = authOf(auths, host);
  const { access_token } = host.credential;
  const credential = {
    ...readCredential(auth, host.credential),
    // From a host that keeps OAuth2 tokens itself.
    ...(auth.consent && typeof access_token === 'string' ? { access_token } : {}),
  };
  return authorised({ auth, credential, http: host.http, session: host.session, now: host.now ?? Date.now });
}

function readCredential(auth: Auth, raw: Host['credential']) {
  // The host that consents by itself keeps the client's secret and the refresh token to itself.
  const own = auth.consent && typeof raw['access_token'] === 'string';
  const fields = own
    ? Object.fromEntries(Object.entries(auth.fields).filter(([name]) => raw[name] !== undefined))
    : auth.fields;
  try {
    return readInput(fields, raw);
  } catch (error) {
    if (error instanceof InputError) throw passOn(new AuthError(`Credential: ${error.message}`));
    throw passOn(error);
  }
}
