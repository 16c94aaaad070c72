import type { ImportPreview } from '@pebble/contract/import-mapping';
import type { Import, ImportRow } from '@pebble/contract/imports';
import { board, id } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';
import { imported, importRow, preview } from './imports-factories.ts';

interface Held {
  one?: Import;
  preview?: ImportPreview;
  rows?: ImportRow[];
}

/** A server with one import; `set` says what becomes of it. What a test does to it, the test answers itself. */
export function importsServer(more: Record<string, Handler> = {}, held: Held = {}) {
  let now = held.one ?? imported();
  const read = held.preview ?? preview();
  const server = fakeServer({
    listBoards: () => ({ items: [board()], next_cursor: null }),
    listMailboxes: () => ({
      items: [{ address: 'sales@gulf.meridian.example', entity_id: id(901), entity_name: 'Meridian Gulf' }],
      next_cursor: null,
    }),
    listImports: () => ({ items: [now], next_cursor: null }),
    getImport: () => now,
    previewImport: () => read,
    mapImport: () => ({ ...read, saved: true }),
    listImportRows: () => ({ items: held.rows ?? [importRow()], next_cursor: null }),
    ...more,
  });
  return { ...server, set: (next: Import): Import => (now = next) };
}

export const sheetFile = (name = 'Leads.xlsx', content = 'content') => new File([content], name);
