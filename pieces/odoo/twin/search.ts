import type { Database, StoredRow } from './database.ts';
import { valueError } from './odoo-error.ts';
import { nameOf } from './names.ts';

type Term = string | [unknown, string, unknown];

/** Whether a row fits a domain in prefix notation; terms without a sign between them all have to fit. */
export function fits(db: Database, model: string, row: StoredRow, domain: readonly unknown[]): boolean {
  const stack: boolean[] = [];
  for (const term of [...(domain as readonly Term[])].reverse()) {
    if (term === '!') stack.push(!stack.pop());
    else if (term === '&' || term === '|') {
      const [a, b] = [stack.pop() ?? true, stack.pop() ?? true];
      stack.push(term === '&' ? a && b : a || b);
    } else if (Array.isArray(term)) stack.push(leaf(db, model, row, term));
    else throw valueError(`Invalid domain term ${JSON.stringify(term)}`);
  }
  return stack.every(Boolean);
}

function leaf(
  db: Database,
  model: string,
  row: StoredRow,
  [path, operator, wanted]: [unknown, string, unknown],
): boolean {
  if (path === 1 || path === 0) return path === wanted;
  const values = follow(db, model, row, String(path).split('.'));
  const negative = operator === '!=' || operator.startsWith('not ');
  const positive = negative ? (operator === '!=' ? '=' : operator.slice(4)) : operator;
  const below = (value: unknown) =>
    isBelow(db, db.field(model, String(path))?.relation ?? model, value, wanted);
  const hit = values.some((value) =>
    positive === 'child_of' ? below(value) : compare(value, positive, wanted),
  );
  return negative ? !hit : hit;
}

/** Values at the end of a path; of many related records any counts. */
function follow(db: Database, model: string, row: StoredRow, [name = '', ...rest]: string[]): unknown[] {
  const field = db.field(model, name);
  if (!field) throw valueError(`Invalid field ${model}.${name} in leaf`);
  const value = valueOf(db, model, row, name);
  const many = Array.isArray(value) ? (value as number[]) : [value];
  if (rest.length === 0) {
    if (field.type === 'many2one' && typeof value === 'number')
      return [new Related(value, nameOf(db, field.relation ?? '', value))];
    return Array.isArray(value) && value.length === 0 ? [false] : many;
  }
  const related = many.filter((id) => typeof id === 'number');
  const rows = related.flatMap((id) => db.row(field.relation ?? '', id) ?? []);
  return rows.length === 0 ? [false] : rows.flatMap((next) => follow(db, field.relation ?? '', next, rest));
}

/** A many2one compares as its id, and by the operators for text as its name. */
class Related {
  readonly id: number;
  readonly name: string;
  constructor(id: number, name: string) {
    this.id = id;
    this.name = name;
  }
}

/** A stored value, or what is worked out: lines that point back, and the name that is shown. */
export function valueOf(db: Database, model: string, row: StoredRow, name: string): unknown {
  const field = db.field(model, name);
  if (name === 'display_name') return nameOf(db, model, row.id);
  if (field?.type !== 'one2many') return row[name] ?? false;
  const { relation = '', inverse = '' } = field;
  const byModel = inverse === 'res_id' ? (db.field(relation, 'res_model') ? 'res_model' : 'model') : null;
  const points = (other: StoredRow) => other[inverse] === row.id && (!byModel || other[byModel] === model);
  return db
    .rows(relation)
    .filter(points)
    .map(({ id }) => id);
}

function compare(value: unknown, operator: string, wanted: unknown): boolean {
  if (value instanceof Related) {
    const text = typeof wanted === 'string' && operator !== 'in';
    return compare(text ? value.name : value.id, operator, wanted);
  }
  switch (operator) {
    case '=':
      return Array.isArray(wanted) ? wanted.includes(value) : same(value, wanted);
    case '=?':
      return wanted === false || wanted === null || same(value, wanted);
    case 'in':
      return (Array.isArray(wanted) ? (wanted as unknown[]) : [wanted]).some((one) => same(value, one));
    case '>':
    case '>=':
    case '<':
    case '<=':
      return value !== false && ordered(value, operator, wanted);
    case 'like':
      return typeof value === 'string' && value.includes(String(wanted));
    case 'ilike':
      return typeof value === 'string' && value.toLowerCase().includes(String(wanted).toLowerCase());
    case '=like':
    case '=ilike':
      return typeof value === 'string' && pattern(String(wanted), operator === '=ilike').test(value);
    default:
      throw valueError(`Invalid operator ${operator}`);
  }
}

function same(value: unknown, wanted: unknown): boolean {
  const empty = (one: unknown) => one === false || one === null || one === undefined || one === '';
  return empty(wanted) ? empty(value) : value === wanted;
}

function ordered(value: unknown, operator: string, wanted: unknown): boolean {
  const [a, b] = [value, wanted] as [string, string];
  if (operator === '>') return a > b;
  if (operator === '>=') return a >= b;
  return operator === '<' ? a < b : a <= b;
}

function pattern(like: string, anyCase: boolean): RegExp {
  const escaped = like
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${escaped}$`, anyCase ? 'i' : '');
}

/** Whether a record is one of these or stands below one of them. */
function isBelow(db: Database, model: string, value: unknown, wanted: unknown): boolean {
  const tops = Array.isArray(wanted) ? (wanted as unknown[]) : [wanted];
  const id = value instanceof Related ? value.id : Number(value);
  for (let at = db.row(model, id); at; at = db.row(model, Number(at['parent_id']))) {
    if (tops.includes(at.id)) return true;
  }
  return false;
}
