import { guessDelimiter, readSeparatorLine } from './csv-dialect.ts';
import { csvRows } from './csv-rows.ts';
import { HEAD_LOOK, MAX_RECORDS } from './limits.ts';
import type { OdsContent } from './ods-rows.ts';
import { UnreadableFile, type ReaderTask, type SheetHead, type SheetRow } from './reader-protocol.ts';
import { detectEncoding, toUtf8 } from './text-encoding.ts';
import { checkUnpackedSize, readZipDirectory, unpack, type ZipEntry } from './zip-directory.ts';

type Choice = Pick<ReaderTask, 'format' | 'sheet' | 'delimiter' | 'encoding'>;

/** A CSV as it is to be read: what was not chosen is guessed. */
export interface CsvText {
  /** UTF-8. */
  text: Buffer;
  delimiter: NonNullable<ReaderTask['delimiter']>;
  encoding: NonNullable<ReaderTask['encoding']>;
}

export function openCsv(file: Buffer, choice: Choice): CsvText {
  const encoding = choice.encoding ?? detectEncoding(file);
  const text = toUtf8(file, encoding);
  const separator = readSeparatorLine(text);
  const delimiter = choice.delimiter ?? separator?.delimiter ?? guessDelimiter(text);
  return { text, delimiter, encoding };
}

// The library for workbooks takes a quarter of a second to load, so it is loaded only for those.

/** The rows of a file that are not blank. @throws UnreadableFile */
export async function* fileRows(file: Buffer, choice: Choice): AsyncGenerator<SheetRow> {
  for await (const row of anyRows(file, choice)) {
    if ('error' in row) yield row;
    else {
      const last = row.cells.findLastIndex((cell) => cell.trim() !== '');
      if (last < 0) continue;
      // A sheet may go on with cells that were only coloured; in CSV each delimiter was written for a column.
      yield choice.format === 'csv' ? row : { line: row.line, cells: row.cells.slice(0, last + 1) };
    }
  }
}

async function* anyRows(file: Buffer, choice: Choice): AsyncGenerator<SheetRow> {
  if (choice.format === 'csv') {
    const { text, delimiter } = openCsv(file, choice);
    const separator = readSeparatorLine(text);
    let count = 0;
    for await (const row of csvRows(text.subarray(separator?.bytes ?? 0), delimiter)) {
      if ((count += 1) > MAX_RECORDS) {
        throw new UnreadableFile(`The file has more than ${MAX_RECORDS} rows. Split it.`);
      }
      yield { ...row, line: row.line + (separator ? 1 : 0) };
    }
  } else if (choice.format === 'ods') yield* (await openOds(file)).rows(choice.sheet);
  else {
    if (choice.format === 'xlsx') await checkUnpackedSize(readZipDirectory(file));
    const { workbookRows } = await import('./workbook-rows.ts');
    yield* workbookRows(file, choice.sheet);
  }
}

/** The beginning of each sheet of a workbook. @throws UnreadableFile */
export async function sheetHeads(file: Buffer, format: ReaderTask['format']): Promise<SheetHead[]> {
  if (format === 'ods') return (await openOds(file)).heads();
  if (format === 'xlsx') await checkUnpackedSize(readZipDirectory(file));
  const { workbookHeads } = await import('./workbook-rows.ts');
  return workbookHeads(file, HEAD_LOOK);
}

async function openOds(file: Buffer): Promise<OdsContent> {
  const entries = readZipDirectory(file);
  await checkUnpackedSize(entries);
  const content = entries.find(({ name }) => name === 'content.xml');
  if (!content) throw new UnreadableFile('The file has no content; save it again.');
  const { OdsContent } = await import('./ods-rows.ts');
  return new OdsContent(await whole(content));
}

async function whole(entry: ZipEntry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of unpack(entry)) pieces.push(piece);
  return Buffer.concat(pieces);
}
