import { CsvError, parse, type Options, type Parser } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { MAX_COLUMNS, MAX_RECORD } from './limits.ts';
import { UnreadableFile, type SheetRow } from './reader-protocol.ts';

const SLICE = 64 * 1024;
const LF = 0x0a;
const CR = 0x0d;
/** Each costs a scan of up to a megabyte. */
const MAX_BROKEN = 100;

const RULES = {
  // Not left to be discovered: files that were put together from several have several.
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  max_record_size: MAX_RECORD,
} satisfies Options;

interface Parsed {
  cells: string[];
  /** Where the record ends, counted from where this parser began. */
  end: number;
}

/**
 * The records of a CSV text in UTF-8, blank ones included. A record that cannot be read, because a quote in it is never closed,
 * becomes an error of its line; reading goes on with the line after it, so that one stray quote does not cost the rest of the file.
 *
 * @throws UnreadableFile after a hundred such records: then it is no CSV
 */
export async function* csvRows(text: Buffer, delimiter: string): AsyncGenerator<SheetRow> {
  const place = { at: 0, line: 1 };
  for (let broken = 0; ;) {
    const failure = yield* readOn(text, delimiter, place);
    if (failure === null) return;
    const end = endOfLine(text, place.at);
    const cells = readLoosely(text.subarray(place.at, end), delimiter);
    if (cells) yield toRow(cells, place.line);
    else if (broken === MAX_BROKEN) {
      throw new UnreadableFile(
        `More than ${MAX_BROKEN} rows have a quote that is never closed. Save the file again as CSV with a program that quotes its cells.`,
      );
    } else {
      broken += 1;
      yield { line: place.line, error: explain(failure) };
    }
    advance(text, place, end);
    if (place.at >= text.length) return;
  }
}

/** Reads records from `place` on, and moves it along; returns the error that stopped it, with `place` where the bad record begins. */
async function* readOn(
  text: Buffer,
  delimiter: string,
  place: { at: number; line: number },
): AsyncGenerator<SheetRow, CsvError | null> {
  const start = place.at;
  const found: Parsed[] = [];
  const parser = openParser(delimiter, found);
  let failure: CsvError | null = null;
  for (let at = start; failure === null; at += SLICE) {
    const slice = text.subarray(at, at + SLICE);
    failure = await (slice.length > 0 ? feed(parser, slice) : finish(parser));
    for (const { cells, end } of found.splice(0)) {
      yield toRow(cells, place.line);
      advance(text, place, start + end);
    }
    if (slice.length === 0) break;
  }
  parser.destroy();
  return failure;
}

function openParser(delimiter: string, found: Parsed[]): Parser {
  const parser = parse({
    ...RULES,
    delimiter,
    // Taken here and kept out of the stream, which throws away what waits in it when it fails.
    on_record: (record: string[], { bytes }) => {
      found.push({ cells: record, end: bytes });
      return null;
    },
  });
  return parser.on('error', () => undefined).resume();
}

/**
 * The one record of a line that breaks the rules of quoting, and is clear all the same: a quote inside of an unquoted cell is an
 * inch. Only ever a line by itself; taken so everywhere, a stray quote would swallow the lines up to the next one unseen.
 */
function readLoosely(line: Buffer, delimiter: string): string[] | null {
  try {
    const records = parseAtOnce(line, { ...RULES, delimiter, relax_quotes: true }) as unknown as string[][];
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

function feed(parser: Parser, slice: Buffer): Promise<CsvError | null> {
  return new Promise((resolve, reject) => parser.write(slice, (error) => settle(error, resolve, reject)));
}

function finish(parser: Parser): Promise<CsvError | null> {
  return new Promise((resolve, reject) => {
    parser.once('error', (error) => settle(error, resolve, reject)).once('end', () => resolve(null));
    parser.end();
  });
}

function settle(
  error: Error | null | undefined,
  resolve: (error: CsvError | null) => void,
  reject: (error: Error) => void,
): void {
  if (!error) resolve(null);
  else if (error instanceof CsvError) resolve(error);
  else reject(error);
}

function toRow(cells: string[], line: number): SheetRow {
  if (cells.length <= MAX_COLUMNS) return { line, cells };
  return { line, error: `The row has ${cells.length} cells; at most ${MAX_COLUMNS} are read.` };
}

function explain({ code }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE')
    return 'The row is longer than a million characters; perhaps a quote is never closed.';
  return 'A quote is opened in this row and never closed.';
}

/** Moves on to `to`, counting the lines on the way: the parser counts a line break inside of quotes twice when it is CR LF. */
function advance(text: Buffer, place: { at: number; line: number }, to: number): void {
  for (let at = place.at; at < to; at += 1) {
    if (text[at] === LF || (text[at] === CR && text[at + 1] !== LF)) place.line += 1;
  }
  place.at = to;
}

function endOfLine(text: Buffer, from: number): number {
  const ends = [text.indexOf(LF, from), text.indexOf(CR, from)].filter((at) => at >= 0);
  if (ends.length === 0) return text.length;
  const end = Math.min(...ends);
  return text[end] === CR && text[end + 1] === LF ? end + 2 : end + 1;
}
