import { BUSINESS } from './business.ts';
import type { Env, Vals } from './env.ts';
import { load } from './load.ts';
import { accessError, notFound } from './odoo-error.ts';
import { fieldsGet, nameSearch, read, readGroup, search } from './queries.ts';
import { create, unlink, write } from './records.ts';

/** A public method, with the names of its parameters in this version's order. */
export interface Method {
  /** Of the model and not of records. */
  model?: true;
  params: readonly string[];
  needs?: readonly string[];
  /** Takes any further name. */
  open?: true;
  run(env: Env, model: string, ids: number[], args: Vals): unknown;
}

const NAME_SEARCH = (version: number) => ['name', version >= 19 ? 'domain' : 'args', 'operator', 'limit'];

function generic(version: number): Readonly<Record<string, Method>> {
  return {
    search: {
      ...{ model: true, params: ['domain', 'offset', 'limit', 'order'], needs: ['domain'] },
      run: (env, model, _, args) => search(env, model, args['domain'], args).map(({ id }) => id),
    },
    search_count: {
      ...{ model: true, params: ['domain', 'limit'], needs: ['domain'] },
      run: (env, model, _, args) => search(env, model, args['domain']).length,
    },
    search_read: {
      ...{ model: true, params: ['domain', 'fields', 'offset', 'limit', 'order'] },
      run: (env, model, _, args) => {
        const ids = search(env, model, args['domain'], args).map(({ id }) => id);
        return read(env, model, ids, args['fields']);
      },
    },
    read: {
      params: ['fields', 'load'],
      run: (env, model, ids, args) => read(env, model, ids, args['fields']),
    },
    create: {
      ...{ model: true, params: ['vals_list'], needs: ['vals_list'] },
      run: (env, model, _, { vals_list: rows }) => {
        const list = Array.isArray(rows) ? (rows as Vals[]) : [rows as Vals];
        const ids = list.map((vals) => create(env, model, vals));
        return Array.isArray(rows) ? ids : ids[0];
      },
    },
    write: {
      params: ['vals'],
      needs: ['vals'],
      run: (env, model, ids, { vals }) => (write(env, model, ids, vals as Vals), true),
    },
    unlink: { params: [], run: (env, model, ids) => (unlink(env, model, ids), true) },
    fields_get: {
      ...{ model: true, params: ['allfields', 'attributes'] },
      run: (env, model, _, args) => fieldsGet(env, model, args['allfields'], args['attributes']),
    },
    name_search: {
      ...{ model: true, params: NAME_SEARCH(version) },
      run: (env, model, _, args) =>
        nameSearch(env, model, { ...args, domain: args['domain'] ?? args['args'] }),
    },
    read_group: {
      ...{ model: true, params: ['domain', 'fields', 'groupby', 'offset', 'limit', 'orderby', 'lazy'] },
      run: (env, model, _, args) => readGroup(env, model, args['domain'], args['groupby']),
    },
    load: {
      ...{ model: true, params: ['fields', 'data'], needs: ['fields', 'data'] },
      run: (env, model, _, args) => load(env, model, args['fields'] as string[], args['data'] as unknown[][]),
    },
  };
}

/** The method that a call names. Throws as the server does for a private or an unknown one. */
export function methodOf(env: Env, model: string, name: string): Method {
  if (name.startsWith('_'))
    throw accessError(`Private methods (such as '${model}.${name}') cannot be called remotely.`);
  const found = BUSINESS[`${model}.${name}`] ?? BUSINESS[`*.${name}`] ?? generic(env.version)[name];
  const since = found && 'versions' in found ? (found.versions as (version: number) => boolean) : () => true;
  if (!found || !since(env.version)) throw notFound(`The method '${model}.${name}' does not exist`);
  return found;
}
