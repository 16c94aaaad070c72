// Generated from pieces/odoo/src/wire.ts by `npm run nodes:generate`: change it there.
import type { HttpRequest } from '../../kit/http';

/** Path of a call over JSON-2, which is also how the client writes every call; older servers get it rewritten. */
export function callPath(model: string, method: string): string {
  return `/json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`;
}

/** The one door of JSON-RPC. */
export const RPC_PATH = '/jsonrpc';

/** Who calls, as JSON-RPC wants it in the body of every call. */
export interface Caller {
  database: string;
  uid: number;
  key: string;
}

/** A body of JSON-2: `ids` and `context`, and the method's parameters by their names. */
type Body = Record<string, unknown>;

// What goes by position: the server insists (create), or the name is another one in other versions (`args` for `domain`).
const BY_POSITION: Readonly<Record<string, readonly string[]>> = {
  search: ['domain'],
  search_count: ['domain'],
  search_read: ['domain'],
  name_search: ['name', 'domain'],
  create: ['vals_list'],
  write: ['vals'],
  load: ['fields', 'data'],
};

/** Names of the positional parameters of the methods that every model has, in the order of Odoo 19. */
export const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  search: ['domain', 'offset', 'limit', 'order'],
  search_count: ['domain', 'limit'],
  search_read: ['domain', 'fields', 'offset', 'limit', 'order'],
  name_search: ['name', 'domain', 'operator', 'limit'],
  fields_get: ['allfields', 'attributes'],
  create: ['vals_list'],
  load: ['fields', 'data'],
  read: ['fields', 'load'],
  write: ['vals'],
  unlink: [],
};

/** The same call for a server that knows JSON-RPC only. `positional` carries a call that JSON-2 cannot express. */
export function asRpc(request: HttpRequest, caller: Caller): HttpRequest {
  const body = JSON.parse(typeof request.body === 'string' ? request.body : '{}') as Body;
  const [, , , model = '', method = ''] = request.url.split('/').map(decodeURIComponent);
  const { ids, ...named } = body;
  const positional = (BY_POSITION[method] ?? []).filter((name, at, names) =>
    names.slice(at).some((later) => named[later] !== undefined),
  );
  const args = positional.map((name) => named[name] ?? false);
  const keywords = Object.fromEntries(Object.entries(named).filter(([name]) => !positional.includes(name)));
  // A method of the model takes no records, not even none of them.
  const records = ids === undefined ? [] : [ids];
  return {
    ...request,
    ...rpc('object', 'execute_kw', [...who(caller), model, method, [...records, ...args], keywords]),
  };
}

/** A call whose arguments have no names, signed in. Only JSON-RPC takes it. */
export function signRpc(request: HttpRequest, caller: Caller): HttpRequest {
  const { model, method, args, kwargs } = JSON.parse(String(request.body)) as Record<string, unknown>;
  return { ...request, ...rpc('object', 'execute_kw', [...who(caller), model, method, args, kwargs]) };
}

export function rpc(
  service: string,
  method: string,
  args: readonly unknown[],
): Pick<HttpRequest, 'url' | 'body'> {
  const call = { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } };
  return { url: RPC_PATH, body: JSON.stringify(call) };
}

function who({ database, uid, key }: Caller): readonly unknown[] {
  return [database, uid, key];
}
