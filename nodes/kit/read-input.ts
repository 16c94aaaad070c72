// Generated from pieces/kit/src/read-input.ts by `npm run nodes:generate`: change it there.
import { InputError } from './errors';
import type { AuthFields, Field, Fields, FileValue, InputOf, Json } from './field';

type AnyField = Field | AuthFields[string];

/**
 * Reads raw input against its fields, with the coercions of Activepieces, so that a flow means the same in every host.
 * Stricter in two points, because both are defects that Activepieces lets through: a required field that is missing or
 * empty, and a value outside a choice, are an InputError that names the field. Undeclared keys are dropped.
 */
export function readInput<F extends Fields | AuthFields>(
  fields: F,
  raw: Readonly<Record<string, unknown>>,
): InputOf<F> {
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<AnyField>(fields)) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    const absent = value === undefined || value === null || value === '';
    if (!absent) input[name] = readValue(name, field, value);
    else if (field.default !== undefined) input[name] = field.default;
    else if (field.required) throw new InputError(`Field "${name}" is required`, name);
  }
  // The loop above has just built this shape, which the compiler cannot follow.
  return input as InputOf<F>;
}

/** Reads one value that is there. Throws InputError when it cannot be what the field wants. */
export function readValue(name: string, field: AnyField, value: unknown): unknown {
  switch (field.kind) {
    case 'text':
    case 'longText':
    case 'lookup':
    case 'secret':
      return toText(value);
    case 'number':
      return toNumber(name, value);
    case 'boolean':
      return toBoolean(name, value);
    case 'choice':
      return toChoice(name, field, value);
    case 'json':
      return toJson(name, value);
    case 'dateTime':
      return toInstant(name, value);
    case 'list':
      return toList(name, value);
    case 'file':
      return toFile(name, value);
  }
}

function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function toNumber(name: string, value: unknown): number {
  const read = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isFinite(read) ? read : misfit(name, 'must be a number');
}

function toBoolean(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  return word === 'true' || (word === 'false' ? false : misfit(name, 'must be true or false'));
}

function toChoice(name: string, field: AnyField, value: unknown): string {
  const choices = Object.keys(field.choices ?? {});
  const picked = choices.find((choice) => choice === value);
  return picked ?? misfit(name, `must be one of ${choices.join(', ')}`);
}

function toJson(name: string, value: unknown): Json {
  const read = typeof value === 'string' ? parse(value) : value;
  return typeof read === 'object' && read !== null
    ? (read as Json)
    : misfit(name, 'must be an object or a list');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// A date without an offset means UTC, as in Activepieces; JavaScript alone would take it for the host's own time.
const ISO_DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function toInstant(name: string, value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(new Date(value).getTime()))
    return new Date(value).toISOString();
  const [whole, time, , , offset] = ISO_DATE.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  const date = new Date(`${whole?.replace(' ', 'T')}${time && !offset ? 'Z' : ''}`);
  return Number.isNaN(date.getTime())
    ? misfit(name, 'must be a date and time in ISO 8601')
    : date.toISOString();
}

function toList(name: string, value: unknown): string[] {
  return Array.isArray(value) ? value.map(toText) : misfit(name, 'must be a list');
}

function toFile(name: string, value: unknown): FileValue {
  const file = typeof value === 'object' && value !== null ? (value as Partial<FileValue>) : {};
  if (!(file.bytes instanceof Uint8Array)) misfit(name, 'must be a file');
  return {
    name: typeof file.name === 'string' && file.name !== '' ? file.name : 'file',
    content_type: typeof file.content_type === 'string' ? file.content_type : 'application/octet-stream',
    bytes: file.bytes as Uint8Array,
  };
}

function misfit(name: string, rule: string): never {
  throw new InputError(`Field "${name}" ${rule}`, name);
}
