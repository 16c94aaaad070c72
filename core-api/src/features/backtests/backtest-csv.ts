import type { BacktestItem, BacktestOutcome } from '@pebble/contract/backtests';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { csvCell } from '../imports/rows-as-csv.ts';
import { findItems } from './backtests.ts';

const SIDES = ['actual', 'today', 'tried'] as const;
const FACTS = ['outcome', 'board', 'column', 'triage', 'intent', 'reason', 'failed_steps'] as const;
const COLUMNS = [
  ...[
    'position',
    'tracking_id',
    'received_at',
    'from_address',
    'subject',
    'verdict',
    'differences',
    'reason',
  ],
  ...SIDES.flatMap((side) => FACTS.map((fact) => `${side}_${fact}`)),
];
const PAGE = 200;

/** The result as CSV, with a byte order mark, without which Excel takes UTF-8 for something else. */
export async function* backtestAsCsv(
  db: Database,
  scope: Scope,
  id: string,
  readsMail: boolean,
): AsyncGenerator<string> {
  yield `\uFEFF${COLUMNS.join(',')}\r\n`;
  for (let cursor: string | undefined; ;) {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await db.withTenant(scope, (tx) => findItems(tx, id, query, readsMail));
    yield page.items.map(csvLine).join('');
    if (page.next_cursor === null) return;
    cursor = page.next_cursor;
  }
}

function csvLine(item: BacktestItem): string {
  const cells = [
    ...[item.position, item.tracking_id, item.received_at, item.from_address, item.subject, item.verdict],
    ...[item.differences.join(' '), item.reason],
    ...SIDES.flatMap((side) => outcomeCells(item[side])),
  ];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function outcomeCells(outcome: BacktestOutcome | null): (string | null)[] {
  if (outcome === null) return FACTS.map(() => null);
  const { board, column, triage, intent, reason, failed_steps } = outcome;
  const words = triage === null ? null : triage ? 'yes' : 'no';
  return [outcome.outcome, board, column, words, intent, reason, failed_steps.join(' ')];
}
