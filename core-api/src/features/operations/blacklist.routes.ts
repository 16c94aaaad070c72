import { addToBlacklist, listBlacklist, removeFromBlacklist } from '@pebble/contract/operations';
import { newId } from '../../db/new-id.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, type Route } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';

interface Row {
  id: string;
  pattern: string;
  note: string;
  created_at: Date;
}

export function blacklistRoutes(): Route[] {
  return [
    inTenant(listBlacklist, async (tx) => {
      const own = await tx.sql<Row>('blacklist').orderBy('pattern').select();
      const global = await tx.sql<Row>('global_blacklist').orderBy('pattern').select();
      const items = [...own.map((row) => show(row, 'tenant')), ...global.map((row) => show(row, 'global'))];
      return { items, next_cursor: null };
    }),
    inTenant(addToBlacklist, async (tx, call) => {
      const { pattern, note } = call.body;
      const [row] = await tx
        .sql('blacklist')
        .insert({ id: newId(), tenant_id: tx.scope.tenantId, pattern, note })
        .onConflict(['tenant_id', 'pattern'])
        .ignore()
        .returning<Row[]>(['id', 'pattern', 'note', 'created_at']);
      if (!row) throw new ApiProblem('already_exists', { detail: 'The pattern is on the list.' });
      await appendEvent(tx, { type: 'blacklist.added', data: { pattern } });
      return show(row, 'tenant');
    }),
    inTenant(removeFromBlacklist, async (tx, call) => {
      const removed = await tx
        .sql('blacklist')
        .where({ id: call.params.entry_id })
        .delete()
        .returning<{ pattern: string }[]>('pattern');
      const [entry] = removed;
      if (!entry) throw new ApiProblem('not_found');
      await appendEvent(tx, { type: 'blacklist.removed', data: { pattern: entry.pattern } });
      return {};
    }),
  ];
}

function show(row: Row, scope: 'tenant' | 'global') {
  const { id, pattern, note, created_at } = row;
  return { id, pattern, note, scope, created_at: created_at.toISOString() };
}
