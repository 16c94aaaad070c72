import type { Connector, Host } from '../connector.ts';
import type { Http, HttpRequest } from '../http.ts';
import { toResponse, type Reply } from './replay-http.ts';
import { sampleInput } from './sample-input.ts';

/** A credential for the suite: seeded values, and a base URL that leads nowhere. */
export function sampleCredential(connector: Connector): Record<string, string> {
  const values = sampleInput(connector.auth.fields) as Record<string, string>;
  return 'base_url' in values ? { ...values, base_url: 'https://sample.example' } : values;
}

/** A host that gives these answers in turn, the last one again and again, and keeps what was sent. */
export function answering(
  connector: Connector,
  replies: readonly Reply[],
): { host: Host; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    return toResponse(replies[Math.min(requests.length, replies.length) - 1] ?? { status: 200 });
  };
  return { host: { http, credential: sampleCredential(connector) }, requests };
}

/** A host whose other side repeats everything it was told, as careless servers do in their error pages. */
export function echoing(connector: Connector, status: number, headers: Record<string, string> = {}): Host {
  return {
    http: async (request) => {
      const echo = {
        code: 'sample',
        message: JSON.stringify(request),
        detail: request.body,
        title: request.url,
      };
      return toResponse({ status, headers, body: echo });
    },
    credential: sampleCredential(connector),
  };
}

/** Texts in a value that would betray it if they turned up elsewhere. */
export function tracesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 6 ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(tracesOf);
}

/** The same value, deeply frozen: a write to it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
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
