import { diffLines, type LineChange } from '../../lib/line-diff.ts';
import { linesOf } from '../../lib/line-ends.ts';

export type DiffRow = { kind: 'same' | 'added' | 'removed'; text: string } | { kind: 'gap'; count: number };

export interface Diff {
  rows: DiffRow[];
  added: number;
  removed: number;
  /** Rows that are too many to show. */
  hidden: number;
}

/** Unchanged lines that are shown on each side of a change. */
const AROUND = 3;
/** More rows than this nobody reads. */
const MOST = 400;

/** The changes from one text to another, in rows to show; null when the two are too different. */
export function diffRows(before: string, after: string): Diff | null {
  const changes = diffLines(linesOf(before), linesOf(after));
  if (!changes) return null;
  const number = (kind: LineChange['kind']): number =>
    changes.reduce((sum, change) => sum + (change.kind === kind ? change.lines.length : 0), 0);
  const [added, removed] = [number('added'), number('removed')];
  if (added + removed === 0) return { rows: [], added, removed, hidden: 0 };
  const rows = changes.flatMap((change, at) => rowsOf(change, at === 0, at === changes.length - 1));
  return { rows: rows.slice(0, MOST), added, removed, hidden: Math.max(0, rows.length - MOST) };
}

function rowsOf({ kind, lines }: LineChange, first: boolean, last: boolean): DiffRow[] {
  const shown = (some: readonly string[]): DiffRow[] => some.map((text) => ({ kind, text }));
  if (kind !== 'same') return shown(lines);
  const head = first ? 0 : AROUND;
  const tail = last ? 0 : AROUND;
  // A gap of one line would take as much room as the line.
  if (lines.length <= head + tail + 1) return shown(lines);
  const gap: DiffRow = { kind: 'gap', count: lines.length - head - tail };
  return [...shown(lines.slice(0, head)), gap, ...shown(lines.slice(lines.length - tail))];
}
