import {
  sleep,
  type IAllExecuteFunctions,
  type IHttpRequestOptions,
  type IN8nHttpFullResponse,
} from 'n8n-workflow';
import { AuthError, UpstreamError } from '../kit/errors';
import { laned } from '../kit/host/lanes';
import { retrying } from '../kit/host/retrying';
import type { Http, HttpRequest, HttpResponse } from '../kit/http';
import type { Context } from './context';

const TIMEOUT_MS = 30_000;

/** A request with the n8n context that it goes out by. Lanes span all runs of a process, and only the innermost port needs to know whose it is. */
interface Outgoing extends HttpRequest {
  send: Http;
}

const lanes = laned((request) => (request as Outgoing).send(request));

/**
 * The way out by n8n's own helpers, so that its proxy and its protection against internal addresses hold. With the type of an OAuth2
 * credential, n8n signs the request and refreshes the token; all others were signed by the connector's own `authorize`.
 */
export function httpOf(context: Context, oauth2: string | null): Http {
  const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
  const send: Http = async (request) => {
    const signed = oauth2 !== null && !request.bare;
    return signed ? sendSigned(context, oauth2, request) : sendAsIs(context, request);
  };
  const port = retrying((request) => lanes({ ...request, send } as Outgoing), {
    sleep: async (ms) => {
      await sleep(ms);
      if (signal?.aborted) throw new UpstreamError('The run was stopped');
    },
    random: Math.random,
  });
  return async (request) => {
    if (signal?.aborted) throw new UpstreamError('The run was stopped');
    return await port(request);
  };
}

async function sendAsIs(context: Context, request: HttpRequest): Promise<HttpResponse> {
  const options = optionsFor(request, true);
  const response = (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
  return readResponse(request, response);
}

/** n8n refreshes the token only when a 401 is thrown, so this one status is; a second one is the answer. */
async function sendSigned(context: Context, type: string, request: HttpRequest): Promise<HttpResponse> {
  const options = optionsFor(request, { ignore: true, except: [401] });
  const helpers = context.helpers as IAllExecuteFunctions['helpers'];
  const sent = helpers.httpRequestWithAuthentication.call(context as IAllExecuteFunctions, type, options);
  const outcome: { response: IN8nHttpFullResponse } | { failure: unknown } = await sent.then(
    (response: IN8nHttpFullResponse) => ({ response }),
    (failure: unknown) => ({ failure }),
  );
  if ('response' in outcome) return readResponse(request, outcome.response);
  const { httpCode, code, cause } = outcome.failure as {
    httpCode?: unknown;
    code?: unknown;
    cause?: unknown;
  };
  if (String(httpCode) === '401') return { status: 401, headers: {}, body: '' };
  const network = [httpCode, code, (cause as { code?: unknown } | undefined)?.code];
  // Without the cause: it holds the request, and with it the token.
  if (network.some((one) => typeof one === 'string' && /^E[A-Z_]+$/.test(one)))
    throw new Error('No answer from the other side');
  throw new AuthError('The credential has to be connected again');
}

function optionsFor(
  { method, url, headers, body }: HttpRequest,
  ignoreHttpStatusErrors: NonNullable<IHttpRequestOptions['ignoreHttpStatusErrors']>,
): IHttpRequestOptions {
  return {
    method,
    url,
    headers: { ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
    // Bytes, so that n8n decodes nothing on its own.
    encoding: 'arraybuffer',
    returnFullResponse: true,
    ignoreHttpStatusErrors,
    // A redirect may lead the credential to another host.
    disableFollowRedirect: true,
    skipSslCertificateValidation: false,
    timeout: TIMEOUT_MS,
  };
}

function readResponse(request: HttpRequest, response: IN8nHttpFullResponse): HttpResponse {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const head = { status: response.statusCode, headers };
  const bytes = bytesOf(response.body);
  const success = response.statusCode >= 200 && response.statusCode < 300;
  if (request.expect === 'bytes' && success) return { ...head, body: '', bytes };
  return { ...head, body: bytes.toString('utf8') };
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : '');
}
