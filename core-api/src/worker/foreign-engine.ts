import type { FlowEngine } from '@pebble/contract/flows';
import type { MailEvent } from '@pebble/contract/jobs';
import { CircuitOpenError } from '@pebble/kit/errors';
import { retryAfterSeconds } from '@pebble/kit/error-for-status';
import type { Http, HttpResponse } from '@pebble/kit/http';
import { signed } from '@pebble/kit/signed-webhook';
import type { SecretKeeper } from '../features/sources/sealed-secret.ts';
import { NotStarted } from './retry-policy.ts';

/** Another engine than ours, as the worker uses it. */
export interface ForeignEngine {
  engine: Exclude<FlowEngine, 'embedded'>;
  /** Opens the secrets that jobs are signed with. */
  keeper: SecretKeeper;
  /** One try for each call: a call that is sent twice starts a flow twice. */
  http: Http;
  leaseSeconds: number;
  /** Jobs that a deployment may have in hand at a time; the rest waits here, where it can be seen, and its time does not run. */
  mostInHand: number;
}

export interface JobCall {
  /** The same for each try of the same attempt, so that whoever got it before knows it again. */
  id: string;
  url: string;
  secret: string;
  correlationId: string;
  event: MailEvent;
  flowId: string;
}

/** Which failures of a connection say for sure that nothing was sent. */
const NOT_SENT: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...[
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
]);

/**
 * Hands a job to an engine's asynchronous webhook: what comes of it, its flow reports later. True when the engine said that it took
 * it, false when nobody knows: the answer was lost on the way, or came from something in between.
 *
 * @throws NotStarted when nothing was begun for sure
 */
export async function sendJob(host: ForeignEngine, call: JobCall): Promise<boolean> {
  const body = JSON.stringify(call.event);
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = await signed(call.secret, { id: call.id, timestamp, body });
  const request = {
    method: 'POST' as const,
    url: call.url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': call.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
      'x-correlation-id': call.correlationId,
    },
    body,
    effect: 'once' as const,
  };
  const answer = await host.http(request).catch((error: unknown) => refusedToConnect(host.engine, error));
  return answer !== null && wasTaken(host.engine, call.flowId, answer);
}

function refusedToConnect(engine: string, error: unknown): null {
  if (error instanceof CircuitOpenError)
    throw new NotStarted(error.message, { retryAfter: error.retryAfter });
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  if (NOT_SENT.has(cause?.code)) {
    throw new NotStarted(`${engine} cannot be reached (${String(cause?.code)})`, { retryAfter: 5 });
  }
  return null;
}

/** A flow that is switched off, or not there: somebody may be deploying it, or the engine has just been started. */
const GONE_PATIENCE_MS = 10 * 60_000;

function wasTaken(engine: string, flowId: string, answer: HttpResponse): boolean {
  const { status } = answer;
  if (status >= 200 && status < 300) return true;
  const again = `Deploy it again: npm run flows -- deploy ${flowId} --to ${engine}`;
  if (status === 404 || status === 410) {
    const message = `${engine} answered ${status}: flow "${flowId}" is not there, or switched off. ${again}`;
    throw new NotStarted(message, { retryAfter: 15, patienceMs: GONE_PATIENCE_MS });
  }
  if (status === 401 || status === 403) {
    const message = `${engine} answered ${status}: it does not take calls to flow "${flowId}". ${again}`;
    throw new NotStarted(message, { retryAfter: 15, patienceMs: GONE_PATIENCE_MS });
  }
  // Busy, or down behind something that stands before it.
  if (status === 429 || status === 502 || status === 503) {
    const retryAfter = retryAfterSeconds(answer.headers) ?? 5;
    throw new NotStarted(`${engine} answered ${status}`, { retryAfter });
  }
  // Somebody in between lost patience; the engine may well be at it.
  if (status === 408 || status === 504) return false;
  throw new NotStarted(`${engine} answered ${status} to a job for flow "${flowId}"`, { patienceMs: 0 });
}
