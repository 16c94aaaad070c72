import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { effectOf, type Http, type HttpRequest, type HttpResponse } from '../src/http.ts';

export interface TransportLimits {
  /** Without a byte for so long, the other side counts as silent. Milliseconds. */
  idleMs: number;
  /** For one request in all. Milliseconds. */
  wholeMs: number;
  /** Largest answer that is text. */
  textBytes: number;
  /** Largest answer that was asked for as bytes. */
  fileBytes: number;
}

const MIB = 1024 * 1024;
const LIMITS: TransportLimits = {
  idleMs: 60_000,
  wholeMs: 300_000,
  textBytes: 32 * MIB,
  fileBytes: 160 * MIB,
};

/**
 * Sends over Node's own client. Certificates are verified whatever the environment of the process says: another piece in the same
 * process may have switched that off for everybody. Redirects are not followed, because a credential would travel with them.
 * What it throws holds neither address nor body.
 */
export function nodeTransport(limits: Partial<TransportLimits> = {}): Http {
  const kept = { ...LIMITS, ...limits };
  const lines = { kept: agentsWith({ keepAlive: true }), fresh: agentsWith({ keepAlive: false }) };
  return async (request) => {
    const url = new URL(request.url);
    // A line that was kept may be closed at this moment, and then nobody knows whether the request arrived.
    const agents = effectOf(request) === 'once' ? lines.fresh : lines.kept;
    if (url.protocol === 'https:')
      return exchange(request, kept, (shared, take) =>
        tlsRequest(url, { ...shared, agent: agents.tls, rejectUnauthorized: true }, take),
      );
    if (url.protocol === 'http:')
      return exchange(request, kept, (shared, take) =>
        plainRequest(url, { ...shared, agent: agents.plain }, take),
      );
    throw new Error('Only http and https are spoken here');
  };
}

function agentsWith({ keepAlive }: { keepAlive: boolean }) {
  // `proxyEnv` is heeded from Node 24.5 on, and means nothing before.
  const options = { keepAlive, proxyEnv: process.env };
  return { plain: new PlainAgent(options), tls: new TlsAgent({ ...options, rejectUnauthorized: true }) };
}

type Shared = { method: string; headers: Record<string, string>; signal: AbortSignal };
type Open = (shared: Shared, take: (incoming: IncomingMessage) => void) => ReturnType<typeof tlsRequest>;

function exchange(request: HttpRequest, limits: TransportLimits, open: Open): Promise<HttpResponse> {
  const { body, method, headers } = request;
  const whole = new AbortController();
  const timer = setTimeout(() => whole.abort(), limits.wholeMs);
  const answer = new Promise<HttpResponse>((resolve, reject) => {
    const failed = () => reject(new Error('The line failed'));
    const outgoing = open(
      { method, headers: withLength(headers, body), signal: whole.signal },
      (incoming) => {
        incoming.once('error', failed);
        read(incoming, request, limits).then(resolve, (error: unknown) => {
          incoming.destroy();
          reject(error instanceof TooLarge ? error : new Error('The answer broke off'));
        });
      },
    );
    outgoing.once('error', failed);
    outgoing.setTimeout(limits.idleMs, () => outgoing.destroy(new Error('silent')));
    outgoing.end(body);
  });
  return answer.finally(() => clearTimeout(timer));
}

// Said beforehand, because some vendors refuse chunks.
function withLength(headers: Record<string, string>, body: HttpRequest['body']): Record<string, string> {
  return body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
}

class TooLarge extends Error {}

async function read(
  incoming: IncomingMessage,
  { expect }: HttpRequest,
  limits: TransportLimits,
): Promise<HttpResponse> {
  const status = incoming.statusCode ?? 0;
  const asBytes = expect === 'bytes' && status < 300;
  const most = asBytes ? limits.fileBytes : limits.textBytes;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new TooLarge('The answer is larger than can be taken');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  return asBytes ? { status, headers, body: '', bytes } : { status, headers, body: bytes.toString('utf8') };
}
