import type { Http } from '@pebble/kit/http';
import { Agent, fetch } from 'undici';

const TIMEOUT_MS = 30_000;
/** No answer that a connector reads is larger; one without end would take the memory of the whole process. */
export const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

// Said here and not left to the environment: a library in this process that switches certificate checks off for
// everybody (NODE_TLS_REJECT_UNAUTHORIZED) does not switch them off for us.
const agent = new Agent({ connect: { rejectUnauthorized: true }, maxResponseSize: MAX_RESPONSE_BYTES });

/** The Http port to the world outside: one try, within half a minute, redirects left to the connector. */
export const outsideHttp: Http = async ({ method, url, headers, body }) => {
  const response = await fetch(url, {
    method,
    headers,
    body: body ?? null,
    dispatcher: agent,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
};
