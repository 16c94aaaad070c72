import { diffLines } from './line-diff.ts';

const LINE_END = /\r\n|\r|\n/;

/** The lines of a text without what ends them. */
export function linesOf(text: string): string[] {
  return text.split(LINE_END);
}

/** The text as a field shows it: every line ends in a newline. */
export function shownText(text: string): string {
  return linesOf(text).join('\n');
}

/**
 * Gives an edited text the line ends of the one that it was made of. A field knows newlines only, but a mail has its own, and a
 * line that nobody has touched must stay what it was, byte for byte. New lines end as most others do.
 */
export function restoreLineEnds(edited: string, original: string): string {
  const before = linesOf(original);
  const ends = original.match(new RegExp(LINE_END, 'g')) ?? [];
  const usual = mostFrequent(ends);
  const after = linesOf(edited);
  let from = 0;
  let text = '';
  let written = 0;
  const write = (line: string, end: string | undefined): void => {
    written += 1;
    text += line + (written < after.length ? (end ?? usual) : '');
  };
  for (const { kind, lines } of diffLines(before, after) ?? [{ kind: 'added' as const, lines: after }]) {
    for (const line of lines) {
      if (kind === 'added') write(line, usual);
      else {
        if (kind === 'same') write(line, ends[from]);
        from += 1;
      }
    }
  }
  return text;
}

function mostFrequent(ends: readonly string[]): string {
  const number = (end: string): number => ends.filter((one) => one === end).length;
  return ends.length > 0 && number('\r\n') >= number('\n') ? '\r\n' : '\n';
}
