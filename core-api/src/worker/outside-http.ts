import type { Http } from '@pebble/kit/http';
import { Agent, fetch } from 'undici';

const TIMEOUT_MS = 30_000;
/** No answer that a connector reads is larger; one without end would take the memory of the whole process. */
export const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

// Said here and not left to the environment: a library in this process that switches certificate checks off for
// everybody (NODE_TLS_REJECT_UNAUTHORIZED) does not switch them off for us.
const connect = { rejectUnauthorized: true };
const agent = new Agent({ connect, maxResponseSize: MAX_RESPONSE_BYTES });
/** Files that a connector fetches: Outlook's largest attachment is 150 MB. */
const fileAgent = new Agent({ connect, maxResponseSize: 160 * 1024 * 1024 });

/** The Http port to the world outside: one try, within half a minute, redirects left to the connector. */
export const outsideHttp: Http = async ({ method, url, headers, body, expect }) => {
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
