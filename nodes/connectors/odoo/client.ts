// Generated from pieces/odoo/src/client.ts by `npm run nodes:generate`: change it there.
import { InputError, UpstreamError } from '../../kit/errors';
import type { Effect, Http, HttpRequest, Lane } from '../../kit/http';
import { isObject, readReply } from './reply';
import { callPath, PARAMETERS, RPC_PATH } from './wire';

export type Values = Readonly<Record<string, unknown>>;
/** `[field, operator, value]` and the signs `&`, `|`, `!`, in prefix notation. */
export type Domain = readonly unknown[];
/** A row as Odoo gives it: `false` for nothing, many2one as `[id, name]`, UTC instants without a zone. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: number };

export interface Call {
  /** Records that the method is about; left out for a method of the model. */
  ids?: readonly number[];
  /** Parameters by their names in Odoo 19. */
  args?: Values;
  /** What it does to Odoo; `once` when left out. */
  effect?: Effect;
  lane?: Lane;
}

export interface Page {
  domain: Domain;
  fields: readonly string[];
  order?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

/** One field as `fields_get` describes it. */
export interface FieldInfo {
  type: string;
  relation?: string;
  /** Of a selection: value and label. */
  selection?: readonly (readonly [string, string])[];
  readonly?: boolean;
}
export type Schema = Readonly<Record<string, FieldInfo>>;

const HEADERS = { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' };
const ATTRIBUTES = ['type', 'relation', 'selection', 'readonly'];

/** Odoo in its own words, over either protocol. It sees neither key nor version, and repeats nothing. */
export class OdooClient {
  private readonly http: Http;
  private readonly context: Values;
  /** Descriptions of fields, by model and names, for as long as this client lives. */
  private readonly known: Map<string, Promise<Schema>>;

  constructor(http: Http, context: Values = {}, known = new Map<string, Promise<Schema>>()) {
    this.http = http;
    this.context = context;
    this.known = known;
  }

  /** The same client with more context, such as `lang` or `allowed_company_ids`. */
  with(context: Values): OdooClient {
    return new OdooClient(this.http, { ...this.context, ...context }, this.known);
  }

  /** Any public method. Throws the ConnectorError of a failure, inside a success too. */
  async call(
    model: string,
    method: string,
    { ids, args = {}, effect = 'once', lane }: Call = {},
  ): Promise<unknown> {
    const context = { ...(isObject(args['context']) ? args['context'] : {}), ...this.context };
    const body = {
      ...(ids ? { ids } : {}),
      ...args,
      ...(Object.keys(context).length > 0 ? { context } : {}),
    };
    return this.send(callPath(publicName(model, MODEL), publicName(method, METHOD)), body, effect, lane);
  }

  /** Any public method with arguments that have no names; beyond the usual methods only JSON-RPC takes them. */
  async callPositional(
    model: string,
    method: string,
    { ids, args, kwargs }: { ids?: readonly number[]; args: readonly unknown[]; kwargs: Values },
  ): Promise<unknown> {
    const names = PARAMETERS[method];
    if (names && args.length <= names.length) {
      const named = Object.fromEntries(args.map((value, at) => [names[at], value]));
      return this.call(model, method, { ...(ids ? { ids } : {}), args: { ...named, ...kwargs } });
    }
    const context = { ...(isObject(kwargs['context']) ? kwargs['context'] : {}), ...this.context };
    const whole = { args: ids ? [ids, ...args] : args, kwargs: { ...kwargs, context } };
    const call = { model: publicName(model, MODEL), method: publicName(method, METHOD), ...whole };
    return this.send(RPC_PATH, call, 'once');
  }

  async search({ model, ...page }: Page & { model: string }): Promise<Row[]> {
    const { limit, offset, order } = page;
    const args = { domain: page.domain, fields: page.fields, ...given({ limit, offset, order }) };
    return readRows(await this.call(model, 'search_read', { args, effect: 'read' }));
  }

  async count(model: string, domain: Domain): Promise<number> {
    const count = await this.call(model, 'search_count', { args: { domain }, effect: 'read' });
    return typeof count === 'number' ? count : oddly('a number');
  }

  /** The rows that exist, in the order of Odoo's answer. */
  async read(model: string, ids: readonly number[], fields: readonly string[]): Promise<Row[]> {
    return readRows(await this.call(model, 'read', { ids, args: { fields }, effect: 'read' }));
  }

  /** Ids in the order of `rows`. */
  async create(model: string, rows: readonly Values[]): Promise<number[]> {
    const made = await this.call(model, 'create', { args: { vals_list: rows } });
    return readIds(typeof made === 'number' ? [made] : made);
  }

  /** The same values again change nothing, so it may be repeated. */
  async write(model: string, ids: readonly number[], vals: Values): Promise<void> {
    await this.call(model, 'write', { ids, args: { vals }, effect: 'repeatable' });
  }

  /** What `fields_get` says of these fields, or of all; names that do not exist are missing from it. */
  fields(model: string, names: readonly string[] | null = null): Promise<Schema> {
    const key = JSON.stringify([model, names && [...names].sort()]);
    const asked = this.known.get(key) ?? this.askFields(model, names);
    this.known.set(key, asked);
    // A failure is not remembered.
    asked.catch(() => this.known.delete(key));
    return asked;
  }

  private async askFields(model: string, names: readonly string[] | null): Promise<Schema> {
    const args = { ...(names ? { allfields: names } : {}), attributes: ATTRIBUTES };
    const reply = await this.call(model, 'fields_get', { args, effect: 'read' });
    return isObject(reply) ? (reply as Schema) : oddly('fields');
  }

  private async send(url: string, body: unknown, effect: Effect, lane?: Lane): Promise<unknown> {
    const request: HttpRequest = {
      method: 'POST',
      url,
      headers: HEADERS,
      body: JSON.stringify(body),
      effect,
    };
    return readReply(await this.http(lane ? { ...request, lane } : request));
  }
}

const MODEL = /^[a-z][\w.]*$/i;
const METHOD = /^[a-z]\w*$/i;

// Odoo refuses names with a leading underscore, too, but only after it was asked; and a name must not lead to another path.
function publicName(name: string, shape: RegExp): string {
  if (shape.test(name)) return name;
  throw new InputError(
    shape === MODEL
      ? 'The model must be a technical name, such as crm.lead'
      : 'The method must be a public one: letters, digits and underscores, and none at the beginning',
    shape === MODEL ? 'model' : 'method',
  );
}

function given(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

export function readRows(reply: unknown): Row[] {
  if (!Array.isArray(reply) || !reply.every(isRow)) return oddly('records');
  return reply;
}

function isRow(value: unknown): value is Row {
  return isObject(value) && Number.isInteger(value['id']);
}

export function readIds(reply: unknown): number[] {
  if (!Array.isArray(reply) || !reply.every((id) => Number.isInteger(id))) return oddly('ids');
  return reply as number[];
}

export function oddly(what: string): never {
  throw new UpstreamError(`Odoo answered with something else than ${what}`);
}
