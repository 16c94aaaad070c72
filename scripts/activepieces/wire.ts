import { ScriptError } from '../lib/script-error.mjs';

/** One call. The reply is null for a status that `accept` names. */
export type Wire = <T>(
  method: string,
  path: string,
  body?: unknown,
  options?: { accept?: readonly number[] },
) => Promise<T>;

/** Calls the API below `base` and reads its JSON. What goes wrong is told with path, status and code, never with bodies. */
export function readReply(base: string, token: string | null, send: typeof fetch): Wire {
  return async <T>(
    method: string,
    path: string,
    body?: unknown,
    { accept = [] }: { accept?: readonly number[] } = {},
  ): Promise<T> => {
    const form = body instanceof FormData;
    const reply = await send(base + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(form || body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: form ? body : body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
    }).catch(() => {
      throw new ScriptError(`Activepieces does not answer at ${base}\nIs ACTIVEPIECES_URL right?`);
    });
    const text = await reply.text();
    if (accept.includes(reply.status)) return null as T;
    const read = parse(text);
    if (!reply.ok) throw new ScriptError(failure(`${method} ${path.split('?')[0]}`, reply.status, read));
    return read as T;
  };
}

function failure(what: string, status: number, reply: unknown): string {
  const { code, params } = (reply ?? {}) as { code?: unknown; params?: { error?: unknown } };
  const told = typeof code === 'string' ? ` (${code})` : '';
  // What a piece says of a connection: a class and a status, see PieceFailure.
  const why = typeof params?.error === 'string' ? `\n${params.error.slice(0, 300)}` : '';
  return `Activepieces answered ${status}${told} to ${what}.${why}${hint(status, code)}`;
}

function hint(status: number, code: unknown): string {
  if (status === 401) return '\nThe token is wrong or older than seven days: sign in again.';
  if (code === 'INVALID_APP_CONNECTION')
    return '\nThe credential was tried and does not get through. Can Activepieces reach the address in it?';
  if (code === 'ENGINE_OPERATION_FAILURE')
    return '\nIts worker could not load the piece. Does a worker run, and is it 0.82 or newer?';
  return '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
