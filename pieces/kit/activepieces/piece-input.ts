import type { Fields } from '../src/field.ts';
import { readGivenFile } from './piece-files.ts';

/** What a step was given for these fields, with its files; the connection and whatever else is there stays out. */
export function inputOf(
  fields: Fields,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(fields).filter((name) => given[name] !== undefined);
  return Object.fromEntries(
    names.map((name) => [name, fields[name]?.kind === 'file' ? readGivenFile(given[name]) : given[name]]),
  );
}
