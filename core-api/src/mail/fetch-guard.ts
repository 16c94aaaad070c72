import { lookup as dnsLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, fetch, type Response } from 'undici';
import { readCapped } from './capped-body.ts';
import { describeDownload } from './download-name.ts';
import { guardedLookup, notPublic, Refused, type Resolve } from './guarded-lookup.ts';
import { isPublicAddress } from './public-address.ts';

export interface FetchGuardOptions {
  /** Largest file, in decoded bytes. */
  maxBytes: number;
  /** For the whole download, redirects included. */
  timeoutMs: number;
  maxRedirects: number;
  isPublic?: (address: string) => boolean;
  lookup?: Resolve;
}

/** `refused` is final: the guard said no. `failed` is the network or the server, and a later try may succeed. */
export type FetchResult =
  | { ok: true; content: Uint8Array; contentType: string; filename: string }
  | { ok: false; kind: 'refused' | 'failed'; reason: string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A download for addresses that strangers write: http and https to public addresses only, on every hop, within caps
 * of size and time. Never throws; no reason names the address.
 */
export function createGuardedFetch(options: FetchGuardOptions): (url: string) => Promise<FetchResult> {
  const isPublic = options.isPublic ?? isPublicAddress;
  const resolve = options.lookup ?? ((hostname) => dnsLookup(hostname, { all: true }));
  return async (url) => {
    const dispatcher = new Agent({ connect: { lookup: guardedLookup(resolve, isPublic) } });
    const signal = AbortSignal.timeout(options.timeoutMs);
    try {
      const { response, final } = await follow(url, options.maxRedirects, isPublic, (hop) =>
        fetch(hop, { dispatcher, signal, redirect: 'manual', headers: { 'accept-encoding': 'identity' } }),
      );
      return await download(response, final, options.maxBytes);
    } catch (error) {
      return failure(error, signal);
    } finally {
      await dispatcher.destroy();
    }
  };
}

async function follow(
  url: string,
  redirectsLeft: number,
  isPublic: (address: string) => boolean,
  request: (hop: URL) => Promise<Response>,
): Promise<{ response: Response; final: URL }> {
  const hop = checkUrl(url, isPublic);
  const response = await request(hop);
  const location = response.headers.get('location');
  if (!REDIRECTS.has(response.status) || location === null) return { response, final: hop };
  await response.body?.cancel();
  if (redirectsLeft === 0) throw new Refused('There are too many redirects.');
  const next = URL.parse(location, hop.href)?.href ?? '';
  return follow(next, redirectsLeft - 1, isPublic, request);
}

/** Sockets ask no lookup for a literal address, so it is checked here; URL has made 0x7f.1 and the like canonical. */
function checkUrl(text: string, isPublic: (address: string) => boolean): URL {
  const url = URL.parse(text);
  if (!url) throw new Refused('It is not a valid address.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Refused('Only http and https are fetched.');
  if (url.username || url.password) throw new Refused('An address with credentials is not fetched.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublic(host)) throw notPublic();
  return url;
}

async function download(response: Response, url: URL, maxBytes: number): Promise<FetchResult> {
  if (!response.ok) return { ok: false, kind: 'failed', reason: `The server answered ${response.status}.` };
  const content = await readCapped(response.body, maxBytes);
  const { headers } = response;
  const described = await describeDownload(
    url,
    headers.get('content-type'),
    headers.get('content-disposition'),
  );
  return { ok: true, content, ...described };
}

function failure(error: unknown, signal: AbortSignal): FetchResult {
  // fetch wraps what its socket threw.
  const cause = error instanceof Error && error.cause instanceof Refused ? error.cause : error;
  if (cause instanceof Refused) return { ok: false, kind: 'refused', reason: cause.message };
  const reason = signal.aborted ? 'The download took too long.' : 'The server could not be reached or read.';
  return { ok: false, kind: 'failed', reason };
}
