import type { LinesReport } from '@pebble/contract/senders';
import { newId } from '../../db/new-id.ts';
import { systemScope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { addLines } from './add-lines.ts';
import { findOperators, type OwnerAccess } from './operators.ts';
import { type EntryRow, GLOBAL_BLACKLIST, removeEntry } from './sender-lists.ts';
import { readSenderLines } from './sender-lines.ts';

/** The global blacklist from the command line. It acts for the operating organisation, in whose log every change stands. */

export function addGlobally(access: OwnerAccess, lines: string, note: string): Promise<LinesReport> {
  return asOperator(access, (tx) => addLines(tx, GLOBAL_BLACKLIST, { lines, note }));
}

/** @returns the patterns that were on the list and are gone now */
export function removeGlobally(access: OwnerAccess, lines: string): Promise<string[]> {
  const patterns = readSenderLines(lines).flatMap(({ pattern }) => pattern ?? []);
  return asOperator(access, async (tx) => {
    const found = await tx
      .sql<EntryRow>('global_blacklist')
      .whereIn('pattern', patterns)
      .select('id', 'pattern');
    for (const { id } of found) await removeEntry(tx, GLOBAL_BLACKLIST, id);
    return found.map(({ pattern }) => pattern);
  });
}

/** Every entry, by pattern. */
export function listGlobally(access: OwnerAccess): Promise<EntryRow[]> {
  return asOperator(access, (tx) =>
    tx
      .sql<EntryRow>('global_blacklist')
      .orderBy('pattern')
      .select<EntryRow[]>('id', 'pattern', 'note', 'created_at'),
  );
}

async function asOperator<T>(access: OwnerAccess, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const [operator] = await findOperators(access);
  if (!operator) {
    throw new OperatorError(
      'No organisation operates this installation yet, so nobody would answer for the change. Name one first: npm run blacklist:global -- operator SLUG',
    );
  }
  return access.db.withTenant(systemScope(operator.id, 'console', newId()), work);
}
