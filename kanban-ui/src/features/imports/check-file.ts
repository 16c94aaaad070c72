import { MAX_IMPORT_BYTES } from '@pebble/contract/imports';
import { fileSize } from '../../lib/file-size.ts';
import { texts } from '../../messages/imports.ts';

/** Endings of what can be imported, as the file picker wants them. */
export const ENDINGS = ['.xlsx', '.xlsm', '.xls', '.ods', '.csv', '.tsv', '.txt', '.mbox', '.mbx', '.eml'];

/** What is wrong with a file before it is sent, in words for people; null when the server may look at it. */
export function wrongWith({ name, size }: Pick<File, 'name' | 'size'>): string | null {
  if (!ENDINGS.some((ending) => name.toLowerCase().endsWith(ending))) return texts.upload.ending(name);
  if (size === 0) return texts.upload.empty(name);
  return size > MAX_IMPORT_BYTES ? texts.upload.large(name, fileSize(size)) : null;
}
