import {
  createSource,
  deleteSource,
  listSources,
  rotateSourceSecret,
  updateSource,
} from '@pebble/contract/sources';
import { newId } from '../../db/new-id.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, type Route } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import { changesOf } from './changes.ts';
import { explained } from './constraint-problem.ts';
import type { SecretKeeper } from './sealed-secret.ts';
import { allSources, lockSource, showSource, showSources, type SourceRow } from './source-rows.ts';
import { addSecret, rotateSecret } from './source-secrets.ts';

/** How an organisation manages its webhook sources; `receive.routes.ts` is what the third parties see. */
export function sourceRoutes(keeper: SecretKeeper): Route[] {
  return [
    inTenant(listSources, async (tx) => ({
      items: await showSources(tx, await allSources(tx)),
      next_cursor: null,
    })),
    inTenant(createSource, async (tx, call) => {
      const { mapping, ...rest } = call.body;
      const id = newId();
      const [row] = await explained(
        tx
          .sql('webhook_sources')
          .insert({ id, tenant_id: tx.scope.tenantId, ...rest, mapping: asJson(mapping) })
          .returning<SourceRow[]>('*'),
      );
      if (!row) throw new Error('a new source was not returned');
      const secret = await addSecret(tx, keeper, id);
      await appendEvent(tx, { type: 'source.created', data: { source_id: id, ...call.body } });
      return { source: await showSource(tx, row), secret };
    }),
    inTenant(updateSource, async (tx, call) => {
      const before = await lockSource(tx, call.params.source_id);
      const changes = changesOf(before, call.body);
      if (!changes) {
        tx.unchanged = true;
        return showSource(tx, before);
      }
      const { mapping, ...rest } = call.body;
      const [row] = await explained(
        tx
          .sql('webhook_sources')
          .where({ id: before.id })
          .update({ ...rest, ...(mapping === undefined ? {} : { mapping: asJson(mapping) }) })
          .returning<SourceRow[]>('*'),
      );
      await appendEvent(tx, { type: 'source.changed', data: { source_id: before.id, ...changes } });
      return showSource(tx, row ?? before);
    }),
    inTenant(deleteSource, async (tx, call) => {
      const id = call.params.source_id;
      const removed = await tx
        .sql<SourceRow>('webhook_sources')
        .where({ id })
        .delete()
        .returning<{ name: string }[]>('name');
      if (!removed[0]) throw new ApiProblem('not_found');
      await appendEvent(tx, { type: 'source.deleted', data: { source_id: id, name: removed[0].name } });
      return {};
    }),
    inTenant(rotateSourceSecret, async (tx, call) => {
      const row = await lockSource(tx, call.params.source_id);
      const { grace_hours } = call.body;
      const secret = await rotateSecret(tx, keeper, row.id, grace_hours);
      await appendEvent(tx, { type: 'source.secret_rotated', data: { source_id: row.id, grace_hours } });
      return { source: await showSource(tx, row), secret };
    }),
  ];
}

function asJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
