import { describe, expect, it } from 'vitest';
import { workbookFile } from '../features/imports/testing/sheet-files.ts';
import { sniffFormat } from './sniff-format.ts';

const ROWS = { Leads: [['Email'], ['ada@buyer.example']] };
const XLSX = workbookFile('xlsx', ROWS);
const XLS = workbookFile('xls', ROWS);
const ODS = workbookFile('ods', ROWS);
const CSV = Buffer.from('Email\nada@buyer.example\n');
const MAIL = Buffer.from('From: ada@buyer.example\nSubject: hi\n\nText\n');
const MBOX = Buffer.concat([Buffer.from('From ada@buyer.example Mon Nov  2 09:00:00 2026\n'), MAIL]);
const ole = (name: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(64), Buffer.from(name, 'utf16le')]);

const sniff = (file: Buffer, name: string, type?: string) => sniffFormat(file, name, type);
const refusal = (file: Buffer, name: string, type?: string) => {
  try {
    return sniff(file, name, type);
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a file', () => {
  it.each([
    [XLSX, 'leads.xlsx', 'xlsx'],
    [XLSX, 'LEADS.XLSM', 'xlsx'],
    [XLS, 'leads.xls', 'xls'],
    [ODS, 'leads.ods', 'ods'],
    [CSV, 'leads.csv', 'csv'],
    [CSV, 'leads.txt', 'csv'],
    [Buffer.from('Email\n', 'utf16le'), 'leads.csv', 'csv'],
    [MBOX, 'all.mbox', 'mbox'],
    [MAIL, 'one.eml', 'eml'],
  ] as const)('%# is what its content and its name say', (file, name, format) => {
    expect(sniff(file, name)).toBe(format);
  });

  it.each([
    [XLSX, 'xlsx'],
    [MBOX, 'mbox'],
    [MAIL, 'eml'],
    [CSV, 'csv'],
  ] as const)('without an ending is what its content says', (file, format) => {
    expect(sniff(file, 'export', 'application/octet-stream')).toBe(format);
  });

  it('called CSV is one, though Windows sends it as an Excel file', () => {
    expect(sniff(CSV, 'leads.csv', 'application/vnd.ms-excel')).toBe('csv');
  });
});

describe('a file that is not what it is called', () => {
  it.each([
    [CSV, 'leads.xlsx', /called an Excel workbook .* its content is CSV/],
    [XLSX, 'leads.xls', /called an Excel 97 workbook .* its content is an Excel workbook/],
    [XLSX, 'leads.csv', /called CSV text/],
    [XLS, 'leads.xlsx', /called an Excel workbook/],
    [Buffer.from('<html><table><tr><td>a'), 'leads.xls', /HTML or XML/],
    [Buffer.from('  <?xml version="1.0"?>'), 'leads.csv', /HTML or XML/],
    [CSV, 'one.eml', /header of a mail/],
    [CSV, 'all.mbox', /first line does not begin with "From "/],
  ] as const)('%# is refused with what to do', (file, name, message) => {
    expect(refusal(file, name)).toMatch(message);
  });
});

describe('what cannot be imported', () => {
  it.each([
    [Buffer.alloc(0), /empty/],
    [Buffer.from('%PDF-1.7'), /a PDF/],
    [Buffer.from([0x1f, 0x8b, 8, 0]), /an archive/],
    [Buffer.from('PK\x03\x04 nothing of ours'), /Unpack it/],
    [Buffer.from('PK\x03\x04 xl/workbook.bin'), /\.xlsb/],
    [Buffer.from('PK\x03\x04 word/document.xml'), /text document/],
    [
      Buffer.from(`PK\x03\x04${' '.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.text`),
      /text document/,
    ],
    [ole('EncryptedPackage'), /password/],
    [ole('__substg1.0_0037001F'), /\.msg/],
    [ole('WordDocument'), /no workbook/],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), /an image/],
    [Buffer.from([1, 2, 3, 0, 0, 0, 9]), /none that can be imported/],
  ] as const)('%# says what it is', (file, message) => {
    expect(refusal(file, 'file')).toMatch(message);
  });
});
