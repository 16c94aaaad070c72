import { describe, expect, it } from 'vitest';
import { fileRows } from './file-rows.ts';
import { MAX_RECORDS } from './limits.ts';
import type { ReaderTask } from './reader-protocol.ts';
import { splitMails } from './split-mails.ts';

/** Small files that would keep us busy for long. */

async function count(file: Buffer, format: ReaderTask['format']): Promise<number> {
  let rows = 0;
  const choice = { format, sheet: null, delimiter: null, encoding: null };
  for await (const row of fileRows(file, choice)) if (row.line > 0) rows += 1;
  return rows;
}

describe('a file of very many', () => {
  it('rows is read up to a million', async () => {
    const rows = 'a\n'.repeat(MAX_RECORDS);
    expect(await count(Buffer.from(rows), 'csv')).toBe(MAX_RECORDS);
    await expect(count(Buffer.from(`${rows}a\n`), 'csv')).rejects.toThrow(/more than 1000000 rows. Split it/);
  });

  it('blank rows is no way around that', async () => {
    const file = Buffer.from(`a${'\n'.repeat(MAX_RECORDS + 2)}`);
    await expect(count(file, 'csv')).rejects.toThrow(/more than 1000000 rows/);
  });

  it('mails is read up to a million', () => {
    const read = (mails: number) => {
      let found = 0;
      for (const { line } of splitMails(Buffer.from('From a 1:00\n\n'.repeat(mails)), 'mbox')) {
        if (line > 0) found += 1;
      }
      return found;
    };
    expect(read(MAX_RECORDS)).toBe(MAX_RECORDS);
    expect(() => read(MAX_RECORDS + 1)).toThrow(/more than 1000000 mails. Split it/);
  });

  it('quoted lines is one mail, and its memory is not a multiple of it', () => {
    const [mail] = splitMails(Buffer.from(`From a 1:00\n${'>From \n'.repeat(100_000)}`), 'mbox');
    expect(mail?.content.toString()).toBe('From \n'.repeat(100_000));
  });
});
