import { UnreadableFile } from './reader-protocol.ts';

/** A sheet inside of content.xml: where its tag stands, and where its rows begin and end. */
export interface OdsTable {
  name: string;
  at: number;
  start: number;
  end: number;
}

const OPEN = '<table:table ';
const CLOSE = '</table:table>';
const ROW = '<table:table-row';

/** @throws UnreadableFile when there is none */
export function findTables(content: Buffer): OdsTable[] {
  const tables: OdsTable[] = [];
  for (let at = content.indexOf(OPEN); at >= 0; at = content.indexOf(OPEN, at + 1)) {
    const start = content.indexOf('>', at) + 1;
    const end = content.indexOf(CLOSE, start);
    if (start === 0 || end < 0) break;
    const name = /table:name="([^"]*)"/.exec(content.toString('utf8', at, start))?.[1] ?? '';
    tables.push({ name: unescape(name), at, start, end });
    at = end;
  }
  if (tables.length === 0) throw new UnreadableFile('The file has no sheet.');
  return tables;
}

/** Where each row begins. */
export function rowStarts(content: Buffer, table: OdsTable): number[] {
  const starts: number[] = [];
  for (
    let at = content.indexOf(ROW, table.start);
    at >= 0 && at < table.end;
    at = content.indexOf(ROW, at + 1)
  ) {
    // `<table:table-rows>` and `<table:table-row-group>` begin alike.
    const after = content[at + ROW.length];
    if (after === 0x20 || after === 0x3e || after === 0x2f || after === 0x0a) starts.push(at);
  }
  return starts;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (whole, name, decimal, hex) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
