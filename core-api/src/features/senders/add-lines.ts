import type { LinesReport } from '@pebble/contract/senders';
import { MAX_SENDER_LINES } from '@pebble/contract/senders';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { addEntries, type SenderList } from './sender-lists.ts';
import { readSenderLines, tooManyLines, type SenderLine } from './sender-lines.ts';

/**
 * Adds what pasted lines name and says for each line what became of it. A line that cannot be understood stops no other.
 *
 * @throws ApiProblem invalid_request when there are too many lines
 */
export async function addLines(
  tx: TenantTx,
  list: SenderList,
  { lines, note }: { lines: string; note: string },
): Promise<LinesReport> {
  if (tooManyLines(lines)) {
    const message = `has more than ${MAX_SENDER_LINES} lines; send it in parts`;
    throw new ApiProblem('invalid_request', { detail: message, errors: [{ path: 'body.lines', message }] });
  }
  const read = readSenderLines(lines);
  const wanted = new Set(read.flatMap(({ pattern }) => pattern ?? []));
  const added = await addEntries(
    tx,
    list,
    [...wanted].map((pattern) => ({ pattern, note })),
  );
  if (added.length === 0) tx.unchanged = true;
  const results = report(read, new Set(added.map(({ pattern }) => pattern)));
  const count = (outcome: string) => results.filter((one) => one.outcome === outcome).length;
  return { added: count('added'), known: count('known'), refused: count('refused'), results };
}

function report(lines: readonly SenderLine[], fresh: Set<string>): LinesReport['results'] {
  return lines.map((line) => {
    if (line.pattern === null) {
      const message = 'is neither an address nor a domain such as name@example.com or example.com';
      return { ...line, outcome: 'refused', message };
    }
    // Only the first line of a pattern has added it.
    if (fresh.delete(line.pattern)) return { ...line, outcome: 'added', message: null };
    return { ...line, outcome: 'known', message: 'is on the list' };
  });
}
