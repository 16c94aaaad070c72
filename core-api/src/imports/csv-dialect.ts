import type { Delimiter } from '@pebble/contract/import-mapping';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';

type DelimiterName = z.infer<typeof Delimiter>;

const DELIMITERS: readonly DelimiterName[] = [',', ';', '\t', '|'];
const SAMPLE_BYTES = 64 * 1024;
const SAMPLE_RECORDS = 40;

/**
 * The first line `sep=;` by which Excel names its delimiter. No other program knows it, so it would become the heading.
 */
export function readSeparatorLine(text: Buffer): { delimiter: DelimiterName; bytes: number } | null {
  const [line = '', mark] = /^sep=([,;|\t])\r?\n/i.exec(text.subarray(0, 16).toString('latin1')) ?? [];
  const delimiter = DELIMITERS.find((known) => known === mark);
  return delimiter === undefined ? null : { delimiter, bytes: line.length };
}

/** The delimiter that cuts the first rows into the most equal pieces; a comma when none cuts anything. */
export function guessDelimiter(text: Buffer): DelimiterName {
  const sample = wholeLines(text);
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: score(sample, delimiter) }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ',';
}

/** How evenly a delimiter cuts, times how much. One that breaks the rules of quoting has most likely cut inside of cells. */
function score(sample: Buffer, delimiter: string): number {
  const strictly = cut(sample, delimiter, false);
  const widths = strictly ?? cut(sample, delimiter, true) ?? [];
  const scores = [...Map.groupBy(widths, (width) => width)].map(
    ([width, rows]) => (width - 1) * (rows.length / widths.length) ** 2,
  );
  return Math.max(0, ...scores) * (strictly ? 1 : 0.5);
}

/** Number of fields of each record; null when they cannot be cut. */
function cut(sample: Buffer, delimiter: string, relaxed: boolean): number[] | null {
  try {
    const records = parse(sample, {
      delimiter,
      to: SAMPLE_RECORDS,
      relax_quotes: relaxed,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as string[][];
    return records.map((record) => record.length);
  } catch {
    return null;
  }
}

function wholeLines(text: Buffer): Buffer {
  if (text.length <= SAMPLE_BYTES) return text;
  const end = text.lastIndexOf(0x0a, SAMPLE_BYTES);
  return text.subarray(0, end > 0 ? end : SAMPLE_BYTES);
}
