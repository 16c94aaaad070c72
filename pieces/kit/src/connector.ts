import type { Auth, Credential } from './auth.ts';
import { errorForStatus } from './error-for-status.ts';
import { AuthError, ConnectorError, InputError, UpstreamError } from './errors.ts';
import type { Fields } from './field.ts';
import type { Http } from './http.ts';
import type { Operation } from './operation.ts';
import { readInput } from './read-input.ts';
import type { PollCursor, PollResult, Trigger, WebhookTrigger } from './trigger.ts';

/** What an integrator writes: data, and short functions over a client. */
export interface ConnectorDefinition<Client> {
  /** Kebab case; the package is `@pebble/piece-<name>`. */
  name: string;
  label: string;
  /** Exact semver, equal to the package's. */
  version: string;
  auth: Auth;
  /** Builds the client over a port that is authorised already: it sees neither token nor base URL. */
  client: (http: Http) => Client;
  operations: readonly Operation<Client>[];
  triggers: readonly Trigger<Client>[];
}

/** What the host brings to a call. */
export interface Host {
  http: Http;
  /** Raw values of the credential. */
  credential: Readonly<Record<string, unknown>>;
}

export interface ConnectorOperation {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly idempotent: boolean;
  readonly fields: Fields;
  /** Runs it once; retries are the host's. The output is plain JSON. Throws a ConnectorError. */
  run(host: Host, input: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface ConnectorPollTrigger {
  readonly type: 'poll';
  readonly name: string;
  readonly label: string;
  readonly help: string;
  poll(host: Host, cursor: PollCursor): Promise<PollResult>;
}

export type ConnectorTrigger = WebhookTrigger | ConnectorPollTrigger;

/** What hosts run. The client's type stays inside. */
export interface Connector {
  readonly name: string;
  readonly label: string;
  readonly version: string;
  readonly auth: Auth;
  readonly operations: readonly ConnectorOperation[];
  readonly triggers: readonly ConnectorTrigger[];
  /** Throws AuthError when the credential does not get through. */
  probe(host: Host): Promise<void>;
}

/** Turns a definition into what hosts run: reads the credential, authorises each request, and gives transport failures their class. */
export function defineConnector<Client>(definition: ConnectorDefinition<Client>): Connector {
  const { name, label, version, auth } = definition;
  const clientFor = (host: Host) => definition.client(authorised(auth, host));
  return {
    name,
    label,
    version,
    auth,
    operations: definition.operations.map((one) => ({
      ...one,
      run: async (host, input) => one.run(clientFor(host), input),
    })),
    triggers: definition.triggers.map((one) =>
      one.type === 'webhook'
        ? one
        : { ...one, poll: async (host, cursor) => one.poll(clientFor(host), cursor) },
    ),
    probe: async (host) => {
      const response = await authorised(auth, host)(auth.probe);
      if (response.status >= 300) throw errorForStatus(label, response);
    },
  };
}

function authorised(auth: Auth, host: Host): Http {
  const credential = readCredential(auth, host.credential);
  return async (request) => {
    const outgoing = auth.authorize(request, credential);
    try {
      return await host.http(outgoing);
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      // Without the cause: a transport's message may hold the URL or the body.
      throw new UpstreamError('No answer from the other side');
    }
  };
}

function readCredential(auth: Auth, raw: Host['credential']): Credential {
  try {
    return readInput(auth.fields, raw);
  } catch (error) {
    if (error instanceof InputError) throw new AuthError(`Credential: ${error.message}`);
    throw error;
  }
}
