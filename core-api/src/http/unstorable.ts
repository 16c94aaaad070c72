/** Deeper values have no honest use, and would overflow the stack of whoever writes them out. */
const MAX_DEPTH = 32;

export interface FieldError {
  /** Dotted. */
  path: string;
  message: string;
}

/**
 * What of a value Postgres would refuse: NUL in a text, half a surrogate pair in JSON, too deep a nesting. Said of the field,
 * in place of a database error that names none.
 */
export function unstorable(value: unknown, path: string, depth = 0): FieldError[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [{ path, message: NO_TEXT }];
  if (typeof value !== 'object' || value === null) return [];
  if (depth === MAX_DEPTH) return [{ path, message: `is nested more than ${MAX_DEPTH} levels deep` }];
  return Object.entries(value).flatMap(([key, part]) =>
    // The key itself is not repeated: it could not be shown either.
    isStorable(key)
      ? unstorable(part, `${path}.${key}`, depth + 1)
      : [{ path, message: `has a key that ${NO_TEXT}` }],
  );
}

const NO_TEXT = 'holds NUL or half a surrogate pair, which no text can';

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
