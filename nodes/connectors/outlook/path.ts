// Generated from pieces/outlook/src/path.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';

/** One part of a path. Throws InputError for dots, encoded or not: they would lead to what stands above, such as the whole mailbox. */
export function segment(id: string): string {
  if (/^\.{1,2}$/.test(id)) throw new InputError('An id or address is needed, not dots');
  return encodeURIComponent(id);
}

/** Ids in paths are encoded: they end in `=` and may hold more. */
export function messagePath(id: string): string {
  return `/messages/${segment(id)}`;
}

/** By id or well-known name. */
export function folderPath(folder: string): string {
  return `/mailFolders/${segment(folder)}`;
}

/** `?a=b` of what is given; names keep their `$`. */
export function query(options: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== '');
  const shown = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return shown.length > 0 ? `?${shown.join('&')}` : '';
}

/** A text as OData writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
