import { badRequest } from './graph-error.ts';
import type { Json } from './render.ts';

export type Predicate = (record: Json) => boolean;

/**
 * The part of OData's `$filter` that mail clients use: comparisons, `and`, `or`, `not`, parentheses, `contains`, `startswith`, and
 * `categories/any(c:c eq 'x')`. What it does not know is an error and not a guess.
 */
export function parseFilter(text: string): Predicate {
  const tokens = text.match(/'(?:[^']|'')*'|[()]|[^\s(),']+|,/g) ?? [];
  const reader = new Reader(tokens);
  const predicate = reader.either();
  if (!reader.done()) throw invalid();
  return predicate;
}

/** The property that a filter names first. */
export function firstProperty(text: string): string | null {
  return /^[\s(]*(?:not\s+)?([\w/]+)\s+(?:eq|ne|gt|ge|lt|le)\s/.exec(text)?.[1] ?? null;
}

class Reader {
  private at = 0;
  private readonly tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  done(): boolean {
    return this.at >= this.tokens.length;
  }

  either(): Predicate {
    let left = this.both();
    while (this.take('or')) {
      const [first, second] = [left, this.both()];
      left = (record) => first(record) || second(record);
    }
    return left;
  }

  private both(): Predicate {
    let left = this.one();
    while (this.take('and')) {
      const [first, second] = [left, this.one()];
      left = (record) => first(record) && second(record);
    }
    return left;
  }

  private one(): Predicate {
    if (this.take('not')) {
      const inner = this.one();
      return (record) => !inner(record);
    }
    if (this.take('(')) {
      const inner = this.either();
      this.need(')');
      return inner;
    }
    const name = this.next();
    if (name === 'contains' || name === 'startswith') return this.call(name);
    if (name.endsWith('/any')) return this.any(name.slice(0, -4));
    const [operator, value] = [this.next(), literal(this.next())];
    return (record) => compare(read(record, name), operator, value);
  }

  private call(name: string): Predicate {
    this.need('(');
    const property = this.next();
    this.need(',');
    const wanted = String(literal(this.next())).toLowerCase();
    this.need(')');
    return (record) => {
      const text = String(read(record, property) ?? '').toLowerCase();
      return name === 'contains' ? text.includes(wanted) : text.startsWith(wanted);
    };
  }

  // any(c:c eq 'Blue')
  private any(property: string): Predicate {
    this.need('(');
    this.next();
    this.need('eq');
    const wanted = literal(this.next());
    this.need(')');
    return (record) => (read(record, property) as unknown[]).includes(wanted);
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw invalid();
    return token;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private need(token: string): void {
    if (!this.take(token)) throw invalid();
  }
}

function read(record: Json, path: string): unknown {
  return path.split('/').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null || !(name in value)) {
      throw badRequest(`Could not find a property named '${name}'.`, 'BadRequest');
    }
    return (value as Json)[name];
  }, record);
}

function literal(token: string): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
  // A quoted date is a text in OData and fits no date property; an unquoted one is a date.
  const at = Date.parse(token);
  if (!Number.isNaN(at)) return new Date(at);
  throw invalid();
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  const [a, b] = (right instanceof Date ? [Date.parse(String(left)), right.getTime()] : [left, right]).map(
    (one) => (typeof one === 'string' ? one.toLowerCase() : (one as number)),
  ) as [string | number, string | number];
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
  }
  throw invalid();
}

function invalid() {
  return badRequest('Invalid filter clause', 'ErrorInvalidUrlQueryFilter');
}
