import type { TwinReply, TwinRequest } from '@pebble/kit/twin/twin-server';
import type { Vals } from './env.ts';
import { methodOf } from './methods.ts';
import { notFound, OdooError, unauthorized, unprocessable } from './odoo-error.ts';
import type { OdooServer } from './server.ts';

interface Door {
  db: string;
  apiKey: string;
  /** More than one database behind this address: the header is needed. */
  severalDatabases: boolean;
}

/** `POST /json/2/{model}/{method}`: named arguments, a bare value as the answer, true statuses. */
export function answerJson2(
  server: OdooServer,
  door: Door,
  { method, path, headers, json, body }: TwinRequest,
): TwinReply {
  try {
    if (method !== 'POST')
      throw new OdooError('werkzeug.exceptions.MethodNotAllowed', 405, 'Did you mean POST?');
    if (body.length > 0 && !headers['content-type']?.startsWith('application/json'))
      throw new OdooError('werkzeug.exceptions.UnsupportedMediaType', 415, 'The type is json2');
    const named = headers['x-odoo-database'];
    if (named === undefined ? door.severalDatabases : named !== door.db)
      throw notFound('No database is selected');
    const bearer = /^bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
    if (bearer !== door.apiKey) throw unauthorized('Invalid apikey');
    const [, , , model = '', name = ''] = path.split('/');
    return { status: 200, body: run(server, model, name, json) };
  } catch (error) {
    if (error instanceof OdooError) return { status: error.status, body: told(error) };
    throw error;
  }
}

function run(server: OdooServer, model: string, name: string, json: unknown): unknown {
  const { ids, context = {}, ...args } = (json ?? {}) as Record<string, unknown>;
  if (!server.db.models.has(model)) throw notFound(`the model '${model}' does not exist`);
  const method = methodOf(server.env(), model, name);
  if (method.model && Array.isArray(ids) && ids.length > 0)
    throw unprocessable(`cannot call ${model}.${name} with ids`);
  const strange = Object.keys(args).find((key) => !method.open && !method.params.includes(key));
  if (strange) throw unprocessable(`got an unexpected keyword argument '${strange}'`);
  const missing = method.needs?.find((key) => !(key in args));
  if (missing) throw unprocessable(`missing a required argument: '${missing}'`);
  return (
    server.invoke({ model, method: name, ids: (ids ?? []) as number[], args, context: context as Vals }) ??
    null
  );
}

/** The body of a failure. */
export function told(error: OdooError): Record<string, unknown> {
  const { exception: name, message, status } = error;
  const http = name.startsWith('werkzeug');
  return {
    name,
    message,
    arguments: http ? [message, status] : [message],
    context: {},
    debug: `Traceback (most recent call last):\n${name}: ${message}`,
  };
}
