import type { EventType } from '@pebble/contract/event-types';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent, appendEvents } from '../events/append-event.ts';

/** A list of senders: where its entries are, and the events that its changes write. */
export interface SenderList {
  table: 'blacklist' | 'authorised_senders' | 'global_blacklist';
  added: EventType;
  changed: EventType;
  removed: EventType;
}

export const BLACKLIST: SenderList = {
  table: 'blacklist',
  added: 'blacklist.added',
  changed: 'blacklist.changed',
  removed: 'blacklist.removed',
};

export const AUTHORISED: SenderList = {
  table: 'authorised_senders',
  added: 'authorised_sender.added',
  changed: 'authorised_sender.changed',
  removed: 'authorised_sender.removed',
};

/** Belongs to nobody: its policies let operators change it. */
export const GLOBAL_BLACKLIST: SenderList = {
  table: 'global_blacklist',
  added: 'global_blacklist.added',
  changed: 'global_blacklist.changed',
  removed: 'global_blacklist.removed',
};

export interface EntryRow {
  id: string;
  pattern: string;
  note: string;
  created_at: Date;
}

const COLUMNS = ['id', 'pattern', 'note', 'created_at'] as const;

/**
 * Adds the patterns that the list does not hold yet; each writes its event.
 *
 * @param entries each pattern once
 * @returns the entries that are new
 */
export async function addEntries(
  tx: TenantTx,
  list: SenderList,
  entries: readonly { pattern: string; note: string }[],
): Promise<EntryRow[]> {
  if (entries.length === 0) return [];
  const owner = list.table === 'global_blacklist' ? {} : { tenant_id: tx.scope.tenantId };
  const added = await tx
    .sql(list.table)
    .insert(entries.map((entry) => ({ id: newId(), ...owner, ...entry })))
    .onConflict([...Object.keys(owner), 'pattern'])
    .ignore()
    .returning<EntryRow[]>([...COLUMNS]);
  await appendEvents(
    tx,
    added.map(({ pattern, note }) => ({ type: list.added, data: { pattern, note } })),
  );
  return added;
}

/** @throws ApiProblem already_exists */
export async function addEntry(
  tx: TenantTx,
  list: SenderList,
  entry: { pattern: string; note: string },
): Promise<EntryRow> {
  const [row] = await addEntries(tx, list, [entry]);
  if (!row) throw new ApiProblem('already_exists', { detail: 'The pattern is on the list.' });
  return row;
}

/** @throws ApiProblem not_found */
export async function changeNote(
  tx: TenantTx,
  list: SenderList,
  id: string,
  note: string,
): Promise<EntryRow> {
  const [row] = await tx
    .sql(list.table)
    .where({ id })
    .update({ note })
    .returning<EntryRow[]>([...COLUMNS]);
  if (!row) throw new ApiProblem('not_found');
  await appendEvent(tx, { type: list.changed, data: { pattern: row.pattern, note } });
  return row;
}

/** @throws ApiProblem not_found */
export async function removeEntry(tx: TenantTx, list: SenderList, id: string): Promise<void> {
  const [row] = await tx.sql(list.table).where({ id }).delete().returning<{ pattern: string }[]>('pattern');
  if (!row) throw new ApiProblem('not_found');
  await appendEvent(tx, { type: list.removed, data: { pattern: row.pattern } });
}

export function showEntry({ id, pattern, note, created_at }: EntryRow) {
  return { id, pattern, note, created_at: created_at.toISOString() };
}
