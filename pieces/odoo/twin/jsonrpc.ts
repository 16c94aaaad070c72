import type { TwinReply, TwinRequest } from '@pebble/kit/twin/twin-server';
import type { Vals } from './env.ts';
import { told } from './json2.ts';
import { methodOf } from './methods.ts';
import { accessDenied, notFound, OdooError } from './odoo-error.ts';
import { BOT, type OdooServer } from './server.ts';

interface Door {
  db: string;
  apiKey: string;
}

interface RpcCall {
  id?: unknown;
  params?: { service?: string; method?: string; args?: unknown[] };
}

/** `POST /jsonrpc`: every answer is HTTP 200, and a failure stands in `error`. */
export function answerRpc(server: OdooServer, door: Door, { json }: TwinRequest): TwinReply {
  const { id = null, params = {} } = (json ?? {}) as RpcCall;
  const envelope = { jsonrpc: '2.0', id };
  try {
    const result = dispatch(server, door, params);
    // Nothing at all comes without `result`.
    return {
      status: 200,
      body: result === null || result === undefined ? envelope : { ...envelope, result },
    };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    const lost = error.exception === 'werkzeug.exceptions.NotFound';
    const shown = lost
      ? { code: 404, message: '404: Not Found' }
      : { code: 200, message: 'Odoo Server Error' };
    return { status: 200, body: { ...envelope, error: { ...shown, data: told(error) } } };
  }
}

function dispatch(
  server: OdooServer,
  door: Door,
  { service, method, args = [] }: NonNullable<RpcCall['params']>,
): unknown {
  const [db, user, key] = args;
  if (service === 'common' && method === 'version') return versionInfo(server.version);
  if (service === 'common' && (method === 'authenticate' || method === 'login')) {
    return db === door.db && user === BOT.login && key === door.apiKey ? BOT.uid : false;
  }
  if (service !== 'object' || method !== 'execute_kw') throw notFound('There is no such service');
  if (db !== door.db || user !== BOT.uid || key !== door.apiKey) throw accessDenied('Access Denied');
  const [model, name, positional = [], keywords = {}] = args.slice(3);
  return execute(server, String(model), String(name), positional as unknown[], keywords as Vals);
}

/** Positional arguments, records first for a method of records, then those with names. */
function execute(
  server: OdooServer,
  model: string,
  name: string,
  positional: unknown[],
  keywords: Vals,
): unknown {
  if (!server.db.models.has(model)) throw new OdooError('builtins.KeyError', 500, `'${model}'`);
  const method = methodOf(server.env(), model, name);
  const { context = {}, ...named } = keywords;
  const [first, ...rest] = positional;
  const given = method.model ? positional : rest;
  const ids = method.model ? [] : typeof first === 'number' ? [first] : ((first ?? []) as number[]);
  const args = {
    ...Object.fromEntries(given.map((value, at) => [method.params[at] ?? '', value])),
    ...named,
  };
  const strange = Object.keys(args).find((key) => !method.open && !method.params.includes(key));
  if (strange !== undefined)
    throw new OdooError(
      'builtins.TypeError',
      500,
      `${name}() got an unexpected keyword argument '${strange}'`,
    );
  const missing = method.needs?.find((key) => !(key in args));
  if (missing)
    throw new OdooError(
      'builtins.TypeError',
      500,
      `${name}() missing 1 required positional argument: '${missing}'`,
    );
  // The server looks at the first positional argument of `create`, and has none when it came by name.
  if (name === 'create' && given.length === 0)
    throw new OdooError('builtins.IndexError', 500, 'list index out of range');
  return server.invoke({ model, method: name, ids, args, context: context as Vals });
}

export function versionInfo(version: number) {
  return {
    server_version: `${version}.0`,
    server_version_info: [version, 0, 0, 'final', 0, ''],
    server_serie: `${version}.0`,
    protocol_version: 1,
  };
}
