import * as contract from '@pebble/contract/imports';
import { scopeOf } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, person, plain, streaming, writing, type Route } from '../../http/route.ts';
import { readImport } from './import-record.ts';
import { streamImport } from './import-stream.ts';
import { findImports } from './list-imports.ts';
import { pageOfRows } from './list-rows.ts';
import { mapImport, previewImport } from './map-import.ts';
import { cancelImport, pauseImport, startImport } from './move-import.ts';
import { rowsAsCsv } from './rows-as-csv.ts';
import { uploadImport } from './upload-import.ts';

/** Files of mails, and what becomes of their rows. */
export function importRoutes(): Route[] {
  return [
    plain(contract.importFile, (db, call, caller) => {
      if (!call.raw)
        throw new ApiProblem('unsupported_media_type', { detail: 'Send the file itself as the body.' });
      return uploadImport(db, scopeOf(person(caller), call.context.correlationId), call);
    }),
    inTenant(contract.listImports, (tx, { query }) => findImports(tx, query)),
    inTenant(contract.getImport, (tx, { params }) => readImport(tx, params.import_id)),
    inTenant(contract.previewImport, (tx, { params }) => previewImport(tx, params.import_id)),
    plain(contract.mapImport, (db, { params, body, context }, caller) =>
      mapImport(db, scopeOf(person(caller), context.correlationId), params.import_id, body),
    ),
    inTenant(contract.startImport, (tx, { params, body }) => startImport(tx, params.import_id, body.mode)),
    inTenant(contract.pauseImport, (tx, { params }) => pauseImport(tx, params.import_id)),
    inTenant(contract.cancelImport, (tx, { params }) => cancelImport(tx, params.import_id)),
    inTenant(contract.listImportRows, async (tx, { params, query }) => {
      await readImport(tx, params.import_id);
      return pageOfRows(tx, { ...query, importId: params.import_id });
    }),
    ...longReplies(),
  ];
}

function longReplies(): Route[] {
  return [
    writing(contract.downloadImportRows, async (db, { params, query, context }, caller) => {
      const scope = scopeOf(caller, context.correlationId);
      await db.withTenant(scope, (tx) => readImport(tx, params.import_id));
      return rowsAsCsv(db, scope, params.import_id, query.result);
    }),
    streaming(contract.streamImport, (db, { params, query, context }, caller) => {
      const lastSeen = Number(context.header('last-event-id') ?? query.last_event_id ?? 0);
      return streamImport(db, scopeOf(caller, context.correlationId), params.import_id, {
        // What is none of our ids has seen nothing.
        lastSeen: Number.isSafeInteger(lastSeen) ? lastSeen : 0,
        signal: context.signal,
      });
    }),
  ];
}
