import type { ImportFormat } from '@pebble/contract/imports';
import { UnreadableFile } from './reader-protocol.ts';
import { detectEncoding, toUtf8 } from './text-encoding.ts';

const NAMES: Record<ImportFormat, string> = {
  csv: 'CSV text',
  xlsx: 'an Excel workbook (.xlsx)',
  xls: 'an Excel 97 workbook (.xls)',
  ods: 'an OpenDocument spreadsheet (.ods)',
  mbox: 'an archive of mails (.mbox)',
  eml: 'a mail (.eml)',
};

const BY_ENDING: Record<string, ImportFormat> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xls: 'xls',
  ods: 'ods',
  mbox: 'mbox',
  mbx: 'mbox',
  eml: 'eml',
};

const BY_TYPE: Record<string, ImportFormat> = {
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/mbox': 'mbox',
  'message/rfc822': 'eml',
};

const HEAD = 4096;

/**
 * What a file is, by its content. Its name must say the same; the content type counts only where the name says nothing, since
 * Windows calls a CSV an Excel file.
 *
 * @throws UnreadableFile when it is nothing that can be imported, or not what its name says
 */
export function sniffFormat(file: Buffer, filename: string, contentType: string | undefined): ImportFormat {
  if (file.length === 0) throw new UnreadableFile('The file is empty.');
  const ending = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
  const said = BY_ENDING[ending] ?? BY_TYPE[contentType?.split(';')[0]?.trim().toLowerCase() ?? ''] ?? null;
  const found = binaryFormat(file, said) ?? textFormat(file, said);
  if (said !== null && said !== found) {
    throw new UnreadableFile(
      `The file is called ${NAMES[said]}, but its content is ${NAMES[found]}. Rename it, or save it as what it is called.`,
    );
  }
  return found;
}

/** Null for text. */
function binaryFormat(file: Buffer, said: ImportFormat | null): ImportFormat | null {
  if (startsWith(file, '504b0304') || startsWith(file, '504b0506')) return zipFormat(file, said);
  if (startsWith(file, 'd0cf11e0a1b11ae1')) return oleFormat(file);
  const known = FOREIGN.find(([magic]) => startsWith(file, magic));
  if (known) throw new UnreadableFile(`The file is ${known[1]}. Send CSV, .xlsx, .xls, .ods, .mbox or .eml.`);
  const encoding = detectEncoding(file);
  const isText = encoding.startsWith('utf-16') || !file.subarray(0, HEAD).includes(0);
  if (!isText)
    throw new UnreadableFile(
      'The content is none that can be imported. Send CSV, .xlsx, .xls, .ods, .mbox or .eml.',
    );
  return null;
}

const FOREIGN: readonly [magic: string, name: string][] = [
  ['25504446', 'a PDF'],
  ['504b', 'an archive'],
  ['1f8b', 'an archive'],
  ['52617221', 'an archive'],
  ['377abcaf', 'an archive'],
  ['2142444e', 'an Outlook archive (.pst); save its mails as .eml'],
  ['89504e47', 'an image'],
  ['ffd8ff', 'an image'],
];

function zipFormat(file: Buffer, said: ImportFormat | null): ImportFormat {
  const document = /mimetypeapplication\/vnd\.oasis\.opendocument\.([a-z]+)/.exec(
    file.toString('latin1', 0, HEAD),
  )?.[1];
  if (document === 'spreadsheet') return 'ods';
  if (document !== undefined) throw textDocument();
  if (file.includes('xl/workbook.xml')) return 'xlsx';
  if (file.includes('xl/workbook.bin'))
    throw new UnreadableFile('Binary workbooks (.xlsb) are not read. Save it as .xlsx.');
  if (file.includes('word/document.xml')) throw textDocument();
  // Some writers pack even the line that says what it is.
  if (file.includes('META-INF/manifest.xml') && file.includes('content.xml')) return 'ods';
  // Cut off before its directory, where the names are: the reader will say so.
  if (said !== null && !file.includes('PK\x05\x06')) return said;
  throw new UnreadableFile('The file is an archive. Unpack it and send the files in it one by one.');
}

function textDocument(): UnreadableFile {
  return new UnreadableFile('The file is a text document. Save its table as .xlsx or CSV.');
}

/** The container of Office 97, in which streams have UTF-16 names. */
function oleFormat(file: Buffer): ImportFormat {
  const has = (name: string) => file.includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage'))
    throw new UnreadableFile('The file is protected with a password. Save it without one.');
  if (has('Workbook') || has('Book')) return 'xls';
  if (has('__substg1.0_')) throw new UnreadableFile('The file is an Outlook mail (.msg). Save it as .eml.');
  throw new UnreadableFile('The file is no workbook. Send CSV, .xlsx, .xls, .ods, .mbox or .eml.');
}

function textFormat(file: Buffer, said: ImportFormat | null): ImportFormat {
  const head = file.subarray(0, HEAD);
  const text = toUtf8(head, detectEncoding(head)).toString('utf8').trimStart();
  if (/^<(!doctype|html|\?xml|table|meta|style)\b/i.test(text)) {
    throw new UnreadableFile(
      'The content is HTML or XML, whatever its name is. Open it in a spreadsheet program and save it as .xlsx.',
    );
  }
  if (/^From \S+.*\d{1,2}:\d{2}/.test(text) || (said === 'mbox' && text.startsWith('From '))) return 'mbox';
  if (said === 'eml' && /^[\w-]+:/.test(text)) return 'eml';
  if (
    said === null &&
    /^(from|to|received|return-path|delivered-to|subject|date|message-id|mime-version|x-[\w-]+|arc-[\w-]+|dkim-signature):\s/i.test(
      text,
    )
  )
    return 'eml';
  if (said === 'mbox') {
    throw new UnreadableFile(
      'The first line does not begin with "From ", as in every .mbox. Export the mails again, or send each as .eml.',
    );
  }
  if (said === 'eml') {
    throw new UnreadableFile(
      'The content does not begin with the header of a mail, such as "From:". Save the mail again as .eml.',
    );
  }
  return 'csv';
}

function startsWith(file: Buffer, magic: string): boolean {
  return file.subarray(0, magic.length / 2).toString('hex') === magic;
}
