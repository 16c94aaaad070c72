import { call } from '@pebble/contract/client';
import {
  getImport,
  listImportRows,
  listImports,
  previewImport,
  type ImportState,
  type RowResult,
} from '@pebble/contract/imports';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { importKeys } from '../../shared/operations-keys.ts';

const PAGE = 50;

/** Imports page by page, newest first. */
export function importsQuery(send: AbortableSend, state: ImportState | null) {
  return infiniteQueryOptions({
    queryKey: importKeys.list(state),
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listImports, {
        query: { state: state ?? undefined, cursor: pageParam, limit: PAGE },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function importQuery(send: AbortableSend, id: string) {
  return queryOptions({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) => call(withSignal(send, signal), getImport, { params: { import_id: id } }),
  });
}

/** The first rows, and the mails that come of them. */
export function previewQuery(send: AbortableSend, id: string) {
  return queryOptions({
    queryKey: importKeys.preview(id),
    queryFn: ({ signal }) => call(withSignal(send, signal), previewImport, { params: { import_id: id } }),
  });
}

/** What became of the rows, page by page, in the order of the file. */
export function rowsQuery(send: AbortableSend, id: string, result: RowResult | null) {
  return infiniteQueryOptions({
    queryKey: importKeys.rowsOf(id, result),
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listImportRows, {
        params: { import_id: id },
        query: { result: result ?? undefined, cursor: pageParam, limit: PAGE },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
