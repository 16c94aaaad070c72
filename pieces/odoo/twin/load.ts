import type { Env, Vals } from './env.ts';
import { OdooError } from './odoo-error.ts';
import { insert, write } from './records.ts';
import { nameSearch } from './queries.ts';

interface Message {
  type: 'error';
  message: string;
  record: number;
}

/** Import of rows of text: a row with an external id updates what that id names, or makes it. All rows or none. */
export function load(
  env: Env,
  model: string,
  fields: readonly string[],
  data: readonly (readonly unknown[])[],
) {
  const messages: Message[] = [];
  try {
    const ids = env.db.transaction(() => data.map((cells) => loadRow(env, model, fields, cells)));
    return { ids, messages, nextrow: 0 };
  } catch (error) {
    // Whatever a row fails with is caught and told as text, a missing right and contention too.
    if (!(error instanceof OdooError)) throw error;
    messages.push({ type: 'error', message: error.message, record: 0 });
    return { ids: false, messages, nextrow: 0 };
  }
}

function loadRow(env: Env, model: string, fields: readonly string[], cells: readonly unknown[]): number {
  const vals: Record<string, unknown> = {};
  let external = '';
  fields.forEach((path, at) => {
    const [name = '', sub] = path.split('/');
    const cell = String(cells[at] ?? '');
    if (name === 'id') external = cell;
    else vals[name] = fromCell(env, model, name, sub, cell);
  });
  if (external === '') return insert(env, model, vals);
  const [module = '', ...rest] = (external.includes('.') ? external : `__import__.${external}`).split('.');
  return upsert(env, model, { module, name: rest.join('.') }, vals);
}

function upsert(
  env: Env,
  model: string,
  { module, name }: { module: string; name: string },
  vals: Vals,
): number {
  const { db, dials } = env;
  const known = db.rows('ir.model.data').find((row) => row['module'] === module && row['name'] === name);
  const target = Number(known?.['res_id']);
  if (known && db.row(model, target)) {
    write(env, model, [target], vals);
    return target;
  }
  dials.check(model, 'create');
  const id = insert(env, model, vals);
  if (known) db.update('ir.model.data', known.id, { res_id: id });
  else insert(env, 'ir.model.data', { module, name, model, res_id: id });
  return id;
}

function fromCell(env: Env, model: string, name: string, sub: string | undefined, cell: string): unknown {
  const field = env.db.field(model, name);
  if (cell === '') return false;
  switch (field?.type) {
    case 'boolean':
      return ['1', 'true', 'yes'].includes(cell.toLowerCase());
    case 'integer':
    case 'float':
    case 'monetary':
      return Number(cell);
    case 'many2one':
      return sub === '.id'
        ? Number(cell)
        : (nameSearch(env, field.relation ?? '', { name: cell, operator: '=' })[0]?.[0] ?? 0);
    case 'many2many':
      return [[6, 0, cell.split(',').map(Number)]];
    case 'selection':
      return field.selection?.find(([key, label]) => key === cell || label === cell)?.[0] ?? cell;
    default:
      return cell;
  }
}
