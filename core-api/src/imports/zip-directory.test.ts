import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { workbookFile } from '../features/imports/testing/sheet-files.ts';
import { MAX_UNPACKED_BYTES } from './limits.ts';
import { zipFile } from './testing/zip-file.ts';
import { checkUnpackedSize, readZipDirectory, unpack } from './zip-directory.ts';

const MEGABYTE = 1024 * 1024;
const text = async (zip: Buffer, name: string) => {
  const entry = readZipDirectory(zip).find((one) => one.name === name);
  const pieces: Buffer[] = [];
  if (entry) for await (const piece of unpack(entry)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
};
const LIMIT = 4 * MEGABYTE;
const check = async (zip: Buffer, most?: number) => checkUnpackedSize(readZipDirectory(zip), most);

describe('a zip file', () => {
  it('gives its entries, packed or not', async () => {
    const zip = zipFile({ 'a.xml': '<a>ä</a>', 'b.xml': { content: '<b/>', stored: true } });
    expect(readZipDirectory(zip).map(({ name }) => name)).toEqual(['a.xml', 'b.xml']);
    expect(await text(zip, 'a.xml')).toBe('<a>ä</a>');
    expect(await text(zip, 'b.xml')).toBe('<b/>');
    await check(zip);
  });

  it('may be a workbook of a spreadsheet program', async () => {
    const zip = workbookFile('xlsx', { Leads: [['Email']] });
    expect(readZipDirectory(zip).map(({ name }) => name)).toContain('xl/workbook.xml');
    await check(zip);
  });

  it('may have a comment behind it that looks like its end', () => {
    const comment = Buffer.from('PK\x05\x06 no end at all, only words');
    const zip = zipFile({ 'a.xml': 'a' }, comment);
    expect(() => readZipDirectory(zip)).not.toThrow(RangeError);
  });
});

describe('a bomb', () => {
  it('is known by what its directory says', async () => {
    const packed = deflateRawSync(Buffer.alloc(MEGABYTE));
    const entry = { content: '', packed, size: MAX_UNPACKED_BYTES + 1 };
    await expect(check(zipFile({ 'a.xml': entry }))).rejects.toThrow(
      /Unpacked, the file has more than 400 MB/,
    );
  });

  it('is known though its directory lies', async () => {
    const packed = deflateRawSync(Buffer.alloc(LIMIT + MEGABYTE));
    await expect(check(zipFile({ 'a.xml': { content: '', packed, size: 10 } }), LIMIT)).rejects.toThrow(
      /more than 400 MB/,
    );
  });

  it('is known though each of its entries is small', async () => {
    const packed = deflateRawSync(Buffer.alloc(MEGABYTE));
    const entry = { content: '', packed, size: 10 };
    await expect(check(zipFile({ a: entry, b: entry, c: entry, d: entry, e: entry }), LIMIT)).rejects.toThrow(
      /400 MB/,
    );
  });

  it('of entries without number is not even listed', () => {
    const zip = zipFile({ 'a.xml': 'a' });
    zip.writeUInt16LE(60_000, zip.length - 22 + 10);
    expect(() => readZipDirectory(zip)).toThrow(/more than 400 MB/);
  });
});

describe('a damaged file', () => {
  const zip = zipFile({ 'a.xml': 'hello hello hello hello', 'b.xml': 'more' });

  it.each(Array.from({ length: zip.length }, (_, length) => length).filter((length) => length % 7 === 0))(
    'cut off after %d bytes says so',
    (length) => {
      expect(() => readZipDirectory(zip.subarray(0, length))).toThrow(/damaged or was cut off/);
    },
  );

  it('with wrong bytes in an entry says so', async () => {
    const broken = Buffer.from(zip);
    broken.fill(0xff, 30 + 5, 30 + 15);
    await expect(check(broken)).rejects.toThrow(/damaged or was cut off/);
  });

  it('with any one byte changed is read or refused, and nothing else', async () => {
    for (let at = 0; at < zip.length; at += 1) {
      const broken = Buffer.from(zip);
      broken.writeUInt8(broken.readUInt8(at) ^ 0xff, at);
      const refused = await Promise.resolve()
        .then(() => check(broken))
        .catch((error: unknown) => error);
      if (refused !== undefined) expect((refused as Error).name, `byte ${at}`).toBe('UnreadableFile');
    }
  });

  it('that is locked says so', () => {
    const locked = Buffer.from(zip);
    const entry = locked.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    locked.writeUInt16LE(locked.readUInt16LE(entry + 8) | 1, entry + 8);
    expect(() => readZipDirectory(locked)).toThrow(/password/);
  });
});
