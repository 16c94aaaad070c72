import type { Outcome } from './delivery.ts';
import { displayWidth, fitTo } from './display-width.ts';

interface Column {
  title: string;
  /** Widest it may get. */
  most: number;
  text: (outcome: Outcome) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'Mail', most: 40, text: ({ file }) => file },
  { title: 'State', most: 10, text: ({ state }) => state },
  { title: 'Card', most: 24, text: ({ place }) => place },
  { title: 'Subject', most: 44, text: ({ subject }) => subject },
  { title: 'Reason', most: 80, text: ({ reason }) => reason },
];

/** One line for each mail, columns as wide as they need to be. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const widths = COLUMNS.map(({ title, most, text }) =>
    Math.min(most, Math.max(...[title, ...outcomes.map(text)].map(displayWidth))),
  );
  const row = (cells: string[]) =>
    cells
      .map((cell, at) => fitTo(printable(cell), widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    row(COLUMNS.map(({ title }) => title)),
    row(widths.map((width) => '─'.repeat(width))),
    ...outcomes.map((outcome) => row(COLUMNS.map(({ text }) => text(outcome)))),
  ].join('\n');
}

/** `34 mails: 31 done, 2 duplicate, 1 refused in 3.2 s` */
export function summaryLine(outcomes: readonly Outcome[], elapsedMs: number): string {
  const counts = new Map<string, number>();
  for (const { state } of outcomes) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = Array.from(counts, ([state, count]) => `${count} ${state}`).join(', ');
  const mails = outcomes.length === 1 ? 'mail' : 'mails';
  return `${outcomes.length} ${mails}: ${parts} in ${(elapsedMs / 1000).toFixed(1)} s`;
}

// A subject is written by a stranger: escape sequences in it would reach the terminal.
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
