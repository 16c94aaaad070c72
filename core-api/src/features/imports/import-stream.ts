import type { Import, ImportState } from '@pebble/contract/imports';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { StreamItem } from '../../http/route.ts';
import { Pause } from '../events/pause.ts';
import { importRecords, toImport } from './import-record.ts';

/** As other streams: somebody who was signed out, or given another scope, does not come back. */
const STREAM_MS = 15 * 60 * 1000;
const KEEP_ALIVE_MS = 15_000;
/** Progress is for people: more often than this nobody sees it. */
const LOOK_MS = 500;

const ENDED: readonly ImportState[] = ['done', 'failed', 'cancelled'];

/**
 * The import each time it has moved on, until it ends. The id of a message is the revision: whoever comes back with it gets the
 * next change at once if there was one meanwhile, and nothing that they have seen.
 *
 * @throws ApiProblem not_found
 */
export async function streamImport(
  db: Database,
  scope: Scope,
  id: string,
  { lastSeen, signal }: { lastSeen: number; signal: AbortSignal },
): Promise<AsyncGenerator<StreamItem<Import>>> {
  const look = () =>
    db.withTenant(scope, async (tx) => {
      const [row] = await importRecords(tx).where('i.id', id);
      return row ?? null;
    });
  if (!(await look())) throw new ApiProblem('not_found');
  return watch(look, lastSeen, AbortSignal.any([signal, AbortSignal.timeout(STREAM_MS)]));
}

async function* watch(
  look: () => Promise<Awaited<ReturnType<typeof importRecords>>[number] | null>,
  lastSeen: number,
  signal: AbortSignal,
): AsyncGenerator<StreamItem<Import>> {
  const pause = new Pause();
  signal.addEventListener('abort', () => pause.close());
  if (signal.aborted) return;
  let seen = lastSeen;
  let quietSince = Date.now();
  yield { id: null, data: null };
  while (!pause.closed) {
    const row = await look();
    if (!row) return;
    if (row.revision > seen) {
      seen = row.revision;
      quietSince = Date.now();
      yield { id: String(seen), data: toImport(row) };
    } else if (Date.now() - quietSince >= KEEP_ALIVE_MS) {
      quietSince = Date.now();
      yield { id: null, data: null };
    }
    if (ENDED.includes(row.state)) return;
    await pause.wait({ atLeast: 0, atMost: LOOK_MS });
  }
}
