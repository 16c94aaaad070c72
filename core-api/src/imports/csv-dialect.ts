import { Delimiter } from '@pebble/contract/import-mapping';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';

type DelimiterName = z.infer<typeof Delimiter>;

const SAMPLE_BYTES = 64 * 1024;
const SAMPLE_RECORDS = 40;

/**
 * The first line `sep=;` by which Excel names its delimiter. No other program knows it, so it would become the heading.
 */
export function readSeparatorLine(text: Buffer): { delimiter: DelimiterName; bytes: number } | null {
  const [line = '', mark] = /^sep=([,;|\t])\r?\n/i.exec(text.subarray(0, 16).toString('latin1')) ?? [];
  return mark === undefined ? null : { delimiter: Delimiter.parse(mark), bytes: line.length };
}

/** The delimiter that cuts the first rows into the most equal pieces; a comma when none cuts anything. */
export function guessDelimiter(text: Buffer): DelimiterName {
  const sample = wholeLines(text);
  const scored = Delimiter.options.map((delimiter) => ({ delimiter, score: score(sample, delimiter) }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ',';
}

/** How evenly a delimiter cuts, times how much: many columns in half of the rows count as few in all of them. */
function score(sample: Buffer, delimiter: string): number {
  const widths = cut(sample, delimiter).filter((width) => width > 0);
  const common = Map.groupBy(widths, (width) => width);
  const scores = [...common].map(([width, rows]) => ((width - 1) * rows.length) / widths.length);
  return Math.max(0, ...scores);
}

/** Number of fields of each record; what cannot be cut at all has none. */
function cut(sample: Buffer, delimiter: string): number[] {
  try {
    const records = parse(sample, {
      delimiter,
      to: SAMPLE_RECORDS,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as string[][];
    return records.map((record) => record.length);
  } catch {
    return [];
  }
}

function wholeLines(text: Buffer): Buffer {
  if (text.length <= SAMPLE_BYTES) return text;
  const end = text.lastIndexOf(0x0a, SAMPLE_BYTES);
  return text.subarray(0, end > 0 ? end : SAMPLE_BYTES);
}
