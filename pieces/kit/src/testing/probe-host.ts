import type { Auth } from '../auth.ts';
import type { Connector, Files, Host } from '../connector.ts';
import { InputError } from '../errors.ts';
import type { FileValue } from '../field.ts';
import type { Http, HttpRequest } from '../http.ts';
import { toResponse, type Reply } from './replay-http.ts';
import { sampleInput } from './sample-input.ts';

/** A credential for the suite: seeded values, and a base URL that leads nowhere. */
export function sampleCredential(connector: Connector, auth: Auth = connector.auth): Record<string, string> {
  const values = sampleInput(auth.fields) as Record<string, string>;
  const urls = Object.keys(values).filter((name) => name.endsWith('_url'));
  const sampled = urls.map((name) => [name, name === 'base_url' ? BASE_URL : 'https://sign-in.example']);
  return { ...values, ...Object.fromEntries(sampled) };
}
const BASE_URL = 'https://sample.example';

/** What a sign-in has given already, so that a fixture need not begin with one. A login names its values in the fixtures. */
export const SAMPLE_SESSION: Readonly<Record<string, string>> = { access_token: 'sampled-access-token' };

/** A host with a sample credential, signed in already. */
export function sampleHost(
  connector: Connector,
  http: Http,
  auth: Auth = connector.auth,
  session: Readonly<Record<string, string>> = SAMPLE_SESSION,
): Host {
  const kept = { values: session, expiresIn: null, until: null };
  return {
    http,
    credential: sampleCredential(connector, auth),
    auth: auth.name,
    session: { get: async () => kept, set: async () => undefined },
    files: sampleFiles(),
    now: () => Date.UTC(2026, 2, 2, 9, 15),
  };
}

function sampleFiles(): Files {
  const files: FileValue[] = [];
  return {
    // The same file has the same reference, so that a step that runs twice gives the same output.
    write: async (file) => {
      const known = files.findIndex((one) => JSON.stringify(one) === JSON.stringify(file)) + 1;
      return `file-${known || files.push(file)}`;
    },
    read: async (reference) => {
      const found = files[Number(reference.replace('file-', '')) - 1];
      if (!found) throw new InputError('There is no such file');
      return found;
    },
  };
}

/** A host that gives these answers in turn, the last one again and again, and keeps what was sent. */
export function answering(
  connector: Connector,
  replies: readonly Reply[],
  auth: Auth = connector.auth,
): { host: Host; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    return toResponse(replies[Math.min(requests.length, replies.length) - 1] ?? { status: 200 });
  };
  return { host: sampleHost(connector, http, auth), requests };
}

/** A host whose other side repeats everything it was told, as careless servers do in their error pages. */
export function echoing(
  connector: Connector,
  status: number,
  headers: Record<string, string> = {},
  auth: Auth = connector.auth,
): Host {
  const http: Http = async (request) => {
    const echo = {
      code: 'sample',
      message: JSON.stringify(request),
      detail: request.body,
      title: request.url,
    };
    return toResponse({ status, headers, body: echo });
  };
  return sampleHost(connector, http, auth);
}

/** Texts in a value that would betray it if they turned up elsewhere. */
export function tracesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 6 ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(tracesOf);
}

/** The same value, deeply frozen: a write to it throws. */
export function frozen<T>(value: T): T {
  // Bytes cannot be frozen.
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}

/** What a promise was rejected with; fails when it was not. */
export async function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  const succeeded = Symbol('succeeded');
  const outcome = await promise.then(
    () => succeeded,
    (error: unknown) => error,
  );
  if (outcome === succeeded) throw new Error(`${what} succeeded, and should not have`);
  return outcome;
}
