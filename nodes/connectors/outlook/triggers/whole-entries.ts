// Generated from pieces/outlook/src/triggers/whole-entries.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../../kit/host/pass-on';
import { NotFoundError } from '../../../kit/errors';
import type { Graph } from '../client';
import { REF_SELECT } from '../message';
import { messagePath, query } from '../path';
import { asRecord, needText, type Json } from '../read';

/** Without one of these nobody can tell a change from another, nor when it was. */
const NEEDED = ['receivedDateTime', 'lastModifiedDateTime', 'changeKey', 'subject'];

/**
 * Entries of a delta of changes, each with everything that was asked for. Of a message that has changed, Graph promises its id and what
 * has changed, such as `isRead`, and no more; then the message is read. One that has gone meanwhile comes as removed the next time.
 */
export async function wholeEntries(graph: Graph, mailbox: string, entries: readonly Json[]): Promise<Json[]> {
  const whole = await Promise.all(
    entries.map((one) => (isPart(one) ? readWhole(graph, mailbox, needText(one, 'id')) : one)),
  );
  return whole.filter((one) => one !== null);
}

function isPart(entry: Json): boolean {
  return !('@removed' in entry) && NEEDED.some((name) => !(name in entry));
}

async function readWhole(graph: Graph, mailbox: string, id: string): Promise<Json | null> {
  try {
    const path = messagePath(id) + query({ $select: REF_SELECT });
    return asRecord(await graph.ask({ mailbox, method: 'GET', path }));
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw passOn(error);
  }
}
