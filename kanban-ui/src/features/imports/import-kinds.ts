import type { Import } from '@pebble/contract/imports';

/** True when a start begins at the first row: then its mode is chosen, and a sheet's columns can still be changed. */
export function beginsAnew({ state }: Pick<Import, 'state'>): boolean {
  return state === 'uploaded' || state === 'mapped' || state === 'done';
}

/** An archive of mails needs no mapping. */
export function isArchive({ format }: Pick<Import, 'format'>): boolean {
  return format === 'mbox' || format === 'eml';
}

/** A sheet's rows are numbered as its program does; a text has lines. */
export function hasLines({ format }: Pick<Import, 'format'>): boolean {
  return isArchive({ format }) || format === 'csv';
}
