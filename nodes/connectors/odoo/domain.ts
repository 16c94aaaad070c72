// Generated from pieces/odoo/src/domain.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';
import type { Domain, Schema } from './client';
import { instantIn, stampOf } from './stamp';

const SIGNS: Readonly<Record<string, number>> = { '&': 2, '|': 2, '!': 1 };
const OPERATORS = new Set([
  ...[
    '=',
    '!=',
    '>',
    '>=',
    '<',
    '<=',
    'like',
    'not like',
    'ilike',
    'not ilike',
    '=like',
    '=ilike',
    'not =like',
  ],
  ...['not =ilike', 'in', 'not in', 'child_of', 'parent_of', '=?', 'any', 'not any'],
]);

/** A search domain from input. Throws InputError that says where it is wrong; Odoo itself would answer with a defect of its own. */
export function readDomain(given: unknown, field = 'domain'): Domain {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new InputError(`Field "${field}" must be a list of conditions`, field);
  // One condition without the list around it.
  const terms = isTerm(given) ? [given] : given;
  let needed = 0;
  for (const [at, term] of terms.entries()) {
    if (needed === 0) needed = 1;
    if (typeof term === 'string') {
      const operands = Object.hasOwn(SIGNS, term) ? SIGNS[term] : undefined;
      if (operands === undefined) misfit(field, at, 'is neither a condition nor &, | or !');
      needed += (operands ?? 0) - 1;
    } else {
      if (!isTerm(term)) misfit(field, at, 'must be [field, operator, value] with an operator of Odoo');
      needed -= 1;
    }
  }
  if (needed > 0) throw new InputError(`Field "${field}": a sign at the beginning lacks a condition`, field);
  return terms;
}

/** Names of the model's own fields in a domain: of `partner_id.name` the first part. */
export function fieldsIn(domain: Domain): string[] {
  const paths = domain
    .filter((term) => Array.isArray(term) && typeof term[0] === 'string')
    .map((term) => (term as string[])[0] ?? '');
  return [...new Set(paths.map((path) => path.split(/[.:]/)[0] ?? path))];
}

/** Instants of a flow, in ISO 8601, as Odoo compares them. Texts of other fields stay what they are. */
export function withStamps(domain: Domain, schema: Schema): Domain {
  return domain.map((term) => {
    if (!Array.isArray(term)) return term;
    const [path, operator, value] = term as unknown[];
    const given = schema[String(path)]?.type === 'datetime' && typeof value === 'string' ? value : '';
    const date = given.includes('T') ? instantIn(given) : null;
    return date ? [path, operator, stampOf(date)] : term;
  });
}

function isTerm(term: unknown): boolean {
  if (!Array.isArray(term) || term.length !== 3) return false;
  const [path, operator] = term as unknown[];
  // `[1, '=', 1]` is Odoo's way to say always.
  return (
    (typeof path === 'string' || path === 1 || path === 0) && OPERATORS.has(String(operator).toLowerCase())
  );
}

function misfit(field: string, at: number, rule: string): never {
  throw new InputError(`Field "${field}": part ${at + 1} ${rule}`, field);
}
