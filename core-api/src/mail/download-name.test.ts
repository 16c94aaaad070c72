import { expect, test } from 'vitest';
import { describeDownload } from './download-name.ts';

const url = new URL('https://files.example/orders/Bestellung%20%C3%84.pdf?token=1');

test.each<[string, string | null, string]>([
  ['the path', null, 'Bestellung Ä.pdf'],
  ['the path, when the header names none', 'inline', 'Bestellung Ä.pdf'],
  ['the header', 'attachment; filename="po 4711.pdf"', 'po 4711.pdf'],
  ['the extended parameter', "attachment; filename*=utf-8''%E2%82%AC.pdf", '€.pdf'],
  ['the header without its folder', 'attachment; filename="../../etc/passwd"', 'passwd'],
])('takes the name from %s', async (_, disposition, filename) => {
  expect(await describeDownload(url, 'application/pdf', disposition)).toEqual({
    filename,
    contentType: 'application/pdf',
  });
});

test('has an answer when nothing tells', async () => {
  expect(await describeDownload(new URL('https://files.example/'), null, null)).toEqual({
    filename: 'attachment',
    contentType: 'application/octet-stream',
  });
});

test('a path cannot write headers', async () => {
  const evil = new URL('https://files.example/a%0D%0AContent-Type:%20text%2Fhtml%22;x');
  const { contentType, filename } = await describeDownload(evil, 'application/pdf', null);
  expect(contentType).toBe('application/pdf');
  expect(filename).not.toMatch(/[\r\n"]/);
});
