import { describe, expect, it } from 'vitest';
import { detectEncoding, toUtf8 } from './text-encoding.ts';

const TEXT = 'Name;Stadt\nJörg;Genève\nप्रेषक;القاهرة\n';
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const utf16 = Buffer.from(TEXT, 'utf16le');

describe.each([
  ['UTF-8', Buffer.from(TEXT), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`), 'utf-8'],
  ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'utf-16le'],
  [
    'UTF-16, big end first, with a mark',
    swapped(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])),
    'utf-16be',
  ],
  ['UTF-16 without a mark', Buffer.from('Name;City\nAda;London\n', 'utf16le'), 'utf-16le'],
  [
    'UTF-16, big end first, without a mark',
    swapped(Buffer.from('Name;City\nAda;London\n', 'utf16le')),
    'utf-16be',
  ],
  ['what Windows writes in Western Europe', Buffer.from('Genève;M\u00fcnchen\n', 'latin1'), 'windows-1252'],
] as const)('%s', (_, bytes, encoding) => {
  it('is told by its bytes, and read without its mark', () => {
    expect(detectEncoding(bytes)).toBe(encoding);
    const text = toUtf8(bytes, encoding).toString('utf8');
    expect(text).toMatch(/^(Name;|Genève;)/);
    expect(text).not.toContain('\uFFFD');
  });
});

it('a text of one wrong byte is still read', () => {
  const bytes = Buffer.from([0x61, 0xff, 0x62]);
  expect(toUtf8(bytes, 'utf-8').toString('utf8')).toBe('a\uFFFDb');
  expect(toUtf8(bytes, detectEncoding(bytes)).toString('utf8')).toBe('aÿb');
});

describe('UTF-8 with a broken character', () => {
  const text = 'Größe, Länge und Höhe für Müller: ₹ 40, € 7, प्रेषक';
  const cutInHalf = (character: string) => {
    const bytes = Buffer.from(`${character}\n`);
    return bytes.subarray(bytes.length - 2);
  };

  it('keeps all others', () => {
    const bytes = Buffer.concat([Buffer.from(text), cutInHalf('ü'), Buffer.from(text)]);
    expect(detectEncoding(bytes)).toBe('utf-8');
    expect(toUtf8(bytes, 'utf-8').toString()).toBe(`${text}\uFFFD\n${text}`);
  });

  it('may end in the middle of one', () => {
    expect(detectEncoding(Buffer.from(text).subarray(0, -1))).toBe('utf-8');
  });

  it('is not seen in texts of the old kind', () => {
    for (const old of ['Größe', 'déjà vu', 'ÄÖÜ äöü ß', '£5 – “quoted”', '»Ã¼«']) {
      const bytes = Buffer.from(old.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1');
      expect(detectEncoding(Buffer.concat([bytes, Buffer.from([0xe4])])), old).toBe('windows-1252');
    }
  });
});
