import type { Http } from '@pebble/kit/http';
import { InputError } from '@pebble/kit/errors';
import { Agent, fetch } from 'undici';
import type { LookupFunction } from 'node:net';
import { Refused } from '../mail/guarded-lookup.ts';
import { demandAllowed, lookupFor, type PrivateHosts } from '../mail/private-hosts.ts';

const TIMEOUT_MS = 30_000;
/** No answer that a connector reads is larger; one without end would take the memory of the whole process. */
export const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** Files that a connector fetches: Outlook's largest attachment is 150 MB. */
const MAX_FILE_BYTES = 160 * 1024 * 1024;

/** The Http port to the world outside: one try, within half a minute, redirects left to the connector. */
export const outsideHttp: Http = httpOver({});

/**
 * The same for addresses that a tenant writes: it reaches the public internet and, in private networks, the named hosts only.
 *
 * @throws InputError, which says how the operator allows a host
 */
export function connectionHttp(privateHosts: PrivateHosts): Http {
  const lookup: LookupFunction = (host, options, answer) =>
    lookupFor(host, privateHosts)(host, options, answer);
  const http = httpOver({ lookup });
  return async (request) => {
    // An IPv6 literal stands in brackets.
    const host = new URL(request.url).hostname.replace(/^\[|\]$/g, '');
    try {
      demandAllowed(host, privateHosts);
      return await http(request);
    } catch (error) {
      throw isRefusal(error) ? inPrivateNetwork(host) : error;
    }
  };
}

function httpOver({ lookup }: { lookup?: LookupFunction }): Http {
  // Said here and not left to the environment: a library in this process that switches certificate checks off for
  // everybody (NODE_TLS_REJECT_UNAUTHORIZED) does not switch them off for us.
  const connect = { rejectUnauthorized: true, ...(lookup ? { lookup } : {}) };
  const agent = new Agent({ connect, maxResponseSize: MAX_RESPONSE_BYTES });
  const fileAgent = new Agent({ connect, maxResponseSize: MAX_FILE_BYTES });
  return async ({ method, url, headers, body, expect }) => {
    const response = await fetch(url, {
      method,
      headers,
      body: body ?? null,
      dispatcher: expect === 'bytes' ? fileAgent : agent,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const head = { status: response.status, headers: Object.fromEntries(response.headers) };
    if (expect === 'bytes' && response.ok) return { ...head, body: '', bytes: await response.bytes() };
    return { ...head, body: await response.text() };
  };
}

function inPrivateNetwork(host: string): InputError {
  return new InputError(
    `${host} lies in a private network. The operator allows it with CONNECTION_PRIVATE_HOSTS=${host}.`,
  );
}

function isRefusal(error: unknown): boolean {
  return error instanceof Refused || (error instanceof Error && error.cause instanceof Refused);
}
