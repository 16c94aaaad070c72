import {
  cancelImport,
  downloadImportRows,
  getImport,
  importFile,
  listImportRows,
  listImports,
  mapImport,
  pauseImport,
  previewImport,
  startImport,
  streamImport,
} from '@pebble/contract/imports';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, plain, streaming, writing, type Route } from '../../http/route.ts';

/** Placeholder answers until each use case is in place. */
export function importRoutes(): Route[] {
  const notYet = () => Promise.reject(new ApiProblem('not_ready'));
  const notFound = () => Promise.reject(new ApiProblem('not_found'));
  return [
    plain(importFile, () => {
      if (Math.random() > 2) throw new ApiProblem('import_exists');
      if (Math.random() > 2) throw new ApiProblem('unreadable_file');
      return notYet();
    }),
    inTenant(listImports, async () => ({ items: [], next_cursor: null })),
    inTenant(getImport, notFound),
    streaming(streamImport, notFound),
    inTenant(previewImport, notFound),
    inTenant(mapImport, notFound),
    inTenant(startImport, notFound),
    inTenant(pauseImport, notFound),
    inTenant(cancelImport, notFound),
    inTenant(listImportRows, notFound),
    writing(downloadImportRows, notFound),
  ];
}

/** Written by the use cases to come. */
export const IMPORT_EVENTS = [
  'import.uploaded',
  'import.mapped',
  'import.started',
  'import.paused',
  'import.cancelled',
  'import.finished',
  'import.failed',
  'import_state',
] as const;
