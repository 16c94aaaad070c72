import { bulkhead } from 'cockatiel';
import { ApiProblem } from '../../http/problem.ts';
import { INSPECTION_PATIENCE_MS } from '../../imports/limits.ts';
import { UnreadableFile, type Inspection } from '../../imports/reader-protocol.ts';
import { readInProcess, type ReaderErrand } from '../../imports/reader-process.ts';

/** Readers at the same time for people who wait: each may take 600 MB. */
const AT_ONCE = 2;
const WAITING = 6;
const readers = bulkhead(AT_ONCE, WAITING);

/**
 * Looks into a file, in the reader process.
 *
 * @throws ApiProblem unreadable_file, or not_ready when too many files are being looked at
 */
export async function inspect(
  choice: Omit<ReaderErrand, 'do' | 'skip'>,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Inspection> {
  if (readers.executionSlots === 0 && readers.queueSlots === 0) {
    const detail = 'Too many files are being looked at in this moment; send this one again.';
    throw new ApiProblem('not_ready', { detail, retryAfter: 10 });
  }
  const errand = { ...choice, do: 'inspect' as const, skip: 0 };
  const options = { patienceMs: INSPECTION_PATIENCE_MS };
  return readers.execute(async () => {
    try {
      for await (const message of readInProcess(errand, source, options)) {
        if (message.kind === 'inspection') return message.inspection;
      }
    } catch (error) {
      if (error instanceof UnreadableFile) throw unreadable(error);
      throw error;
    }
    throw new Error('the reader process said nothing');
  });
}

export function unreadable(error: UnreadableFile): ApiProblem {
  return new ApiProblem('unreadable_file', { detail: error.message });
}
