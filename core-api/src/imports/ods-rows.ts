import { HEAD_LOOK, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS } from './limits.ts';
import { findTables, rowStarts, type OdsTable } from './ods-tables.ts';
import { UnreadableFile, type SheetHead, type SheetRow } from './reader-protocol.ts';
import { workbookHeads, workbookRows } from './workbook-rows.ts';

/** Rows that are handed to the library at a time. */
const PIECE = 2_000;
/** A row that stands for more is filler at the end of a sheet, or an attack. */
const MAX_REPEAT = 1_000;
const ENDING = '</table:table></office:spreadsheet></office:body></office:document>';

interface Piece {
  /** A whole document. */
  xml: string;
  /** Line in the sheet of each row that the library will see. */
  lines: number[];
  nextLine: number;
}

/**
 * The sheets of an OpenDocument file, from its content.xml. The library takes five times the size of the XML, which for a
 * hundred thousand rows is more than the reader may have; so the XML is cut between rows, and each piece is read as a small
 * document of its own.
 */
export class OdsContent {
  readonly #content: Buffer;
  readonly #tables: OdsTable[];
  /** Everything before the first sheet: namespaces and styles. */
  readonly #opening: string;

  constructor(content: Buffer) {
    this.#content = content;
    this.#tables = findTables(content);
    const opening = content.toString('utf8', 0, this.#tables[0]?.at ?? 0);
    this.#opening = opening.replace('<office:document-content', '<office:document');
  }

  heads(): SheetHead[] {
    return this.#tables.slice(0, MAX_SHEETS).map((table) => {
      const starts = rowStarts(this.#content, table);
      const { xml, lines } = this.#cut(table, starts, 0, HEAD_LOOK, 1);
      const [head] = workbookHeads(xml, HEAD_LOOK);
      return {
        name: table.name,
        rows: starts.length,
        columns: head?.columns ?? 0,
        head: (head?.head ?? []).map((row) => atLine(row, lines)),
      };
    });
  }

  *rows(sheet: string | null): Generator<SheetRow> {
    const table = sheet === null ? this.#tables[0] : this.#tables.find(({ name }) => name === sheet);
    if (!table) throw new UnreadableFile('The sheet is not in the file.');
    const starts = rowStarts(this.#content, table);
    if (starts.length > MAX_ROWS) {
      throw new UnreadableFile(
        `The sheet has ${starts.length} rows; at most ${MAX_ROWS} are read. Split it.`,
      );
    }
    let line = 1;
    for (let from = 0; from < starts.length; from += PIECE) {
      const piece = this.#cut(table, starts, from, PIECE, line);
      for (const row of workbookRows(piece.xml, null)) yield atLine(row, piece.lines);
      line = piece.nextLine;
    }
  }

  #cut(table: OdsTable, starts: readonly number[], from: number, count: number, firstLine: number): Piece {
    const end = starts[from + count] ?? table.end;
    const lines: number[] = [];
    let line = firstLine;
    const rows = this.#content
      .toString('utf8', starts[from] ?? table.end, end)
      // Groups and headings may begin in one piece and end in another; they say nothing about the cells.
      .replace(/<\/?table:table-(?:header-rows|row-group|rows)\b[^>]*>/g, '')
      .replace(/table:number-columns-repeated="(\d+)"/g, (whole, count: string) =>
        Number(count) > MAX_COLUMNS ? `table:number-columns-repeated="${MAX_COLUMNS}"` : whole,
      )
      .replace(/<table:table-row(?=[\s/>])[^>]*>/g, (tag) => {
        const repeated = Number(/number-rows-repeated="(\d+)"/.exec(tag)?.[1] ?? 1);
        const seen = repeated > MAX_REPEAT ? 1 : repeated;
        for (let index = 0; index < seen; index += 1) lines.push(line + index);
        line += repeated;
        return seen === repeated ? tag : tag.replace(/table:number-rows-repeated="\d+"/, '');
      });
    const name = '<table:table table:name="piece">';
    return { xml: `${this.#opening}${name}${rows}${ENDING}`, lines, nextLine: line };
  }
}

function atLine(row: SheetRow, lines: readonly number[]): SheetRow {
  return { ...row, line: lines[row.line - 1] ?? row.line };
}
