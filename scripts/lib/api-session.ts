import { signIn } from '@pebble/contract/auth';
import { ApiError, call, type Send, type WireReply } from '@pebble/contract/client';
import { ingestEmail } from '@pebble/contract/ingestion';
import { Problem } from '@pebble/contract/problem';
import { ScriptError } from './script-error.mjs';

/** A signed-in line to Pebble. */
export interface ApiSession {
  /** For the contract's `call`. */
  send: Send;
  /** Hands over a raw mail and returns its tracking id. Throws ApiError when it is refused. */
  ingest(raw: Uint8Array): Promise<string>;
}

interface Outgoing {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** Signs in, and again whenever the access token has run out, which it does within minutes. */
export async function openSession(
  url: string,
  credentials: { email: string; password: string },
): Promise<ApiSession> {
  const bare = (request: Outgoing) => exchange(url, request);
  const login = async () => (await call(bare, signIn, { body: credentials })).access;
  let access = await login().catch((error: unknown) => {
    throw error instanceof ApiError ? signInRefused(url, credentials.email, error) : error;
  });

  async function send(request: Outgoing): Promise<WireReply> {
    const reply = await bare(authorised(request, access));
    if (reply.status !== 401) return reply;
    access = await login();
    return bare(authorised(request, access));
  }

  return {
    send,
    async ingest(raw) {
      const headers = { accept: 'application/json', 'content-type': 'message/rfc822' };
      const { method, path } = ingestEmail;
      const reply = await send({ method, path, headers, body: new Uint8Array(raw) });
      if (reply.status === ingestEmail.status) return ingestEmail.reply.parse(reply.body).tracking_id;
      throw new ApiError(ingestEmail.id, reply.status, Problem.safeParse(reply.body).data ?? null, null);
    },
  };
}

function authorised(request: Outgoing, access: string): Outgoing {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${access}` } };
}

async function exchange(url: string, { method, path, headers, body }: Outgoing): Promise<WireReply> {
  try {
    const reply = await fetch(url + path, { method, headers, body: body ?? null });
    const text = await reply.text();
    return { status: reply.status, body: parseJson(text), headers: Object.fromEntries(reply.headers) };
  } catch {
    throw new ScriptError(
      `Pebble does not answer at ${url}\nStart it with \`npm start\`, or name its address with --url.`,
    );
  }
}

// Something else may listen at the address, or a proxy in between answer HTML; the status says enough then.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function signInRefused(url: string, email: string, { status, problem }: ApiError): ScriptError {
  if (!problem) return new ScriptError(`What answers at ${url} is not Pebble (status ${status}).`);
  return new ScriptError(`${email} cannot sign in at ${url}: ${problem.title}\n${problem.hint}`);
}
