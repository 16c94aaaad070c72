import { afterEach, describe, expect, it } from 'vitest';
import { workbookFile } from '../features/imports/testing/sheet-files.ts';
import { readInProcess } from './reader-process.ts';
import { inspectInProcess, readMails, readRows } from './testing/read-file.ts';

describe('a CSV', () => {
  it('is read with what Excel puts in front of it', async () => {
    const file = Buffer.from('\uFEFFsep=;\r\nName;Stadt\r\nJörg;Köln\r\n');
    expect(await readRows(file, {})).toEqual([
      { line: 2, cells: ['Name', 'Stadt'] },
      { line: 3, cells: ['Jörg', 'Köln'] },
    ]);
  });

  it('is read as a person says, against what it looks like', async () => {
    const file = Buffer.from('a;b,c\nd;e,f\n');
    const cut = async (delimiter: ',' | ';') =>
      (await readRows(file, { delimiter })).map((row) => 'cells' in row && row.cells.length);
    expect(await cut(',')).toEqual([2, 2]);
    const latin = Buffer.from('Köln\n', 'latin1');
    expect(await readRows(latin, {})).toEqual([{ line: 1, cells: ['Köln'] }]);
    expect(await readRows(latin, { encoding: 'utf-8' })).toEqual([{ line: 1, cells: ['K\uFFFDln'] }]);
  });

  it('is counted to its end by the inspection', async () => {
    const file = Buffer.from(`Name;City\n\n${'Ada;London\n'.repeat(3_000)}`);
    const { sheets, delimiter, encoding } = await inspectInProcess(file, {});
    expect({ delimiter, encoding }).toEqual({ delimiter: ';', encoding: 'utf-8' });
    expect(sheets[0]).toMatchObject({ rows: 3_001, columns: 2 });
  });

  it('of nothing but blanks says so', async () => {
    await expect(inspectInProcess(Buffer.from('\n , \n'), {})).rejects.toThrow(/no row/);
  });

  it('may hold what no database takes; the inspection does not', async () => {
    const { sheets } = await inspectInProcess(Buffer.from(`a\0b,${'😀'.repeat(300)}x\n`), {});
    const text = JSON.stringify(sheets);
    expect(text).not.toContain('\\u0000');
    expect(text.isWellFormed()).toBe(true);
  });
});

describe('an archive of mails', () => {
  const ENVELOPE = 'From ada@buyer.example Mon Nov  2 09:00:00 2026\n';
  const mail = (n: number) =>
    `From: Ada <ada@buyer.example>\nSubject: mail ${n}\nMessage-ID: <${n}@buyer.example>\n\nText ${n}\n`;
  const archive = Buffer.from([1, 2, 3].map((n) => ENVELOPE + mail(n)).join('\n'));

  it('gives its mails byte for byte, from any of them on', async () => {
    expect(await readMails(archive, 'mbox')).toEqual([mail(1), mail(2), mail(3)]);
    expect(await readMails(archive, 'mbox', 2)).toEqual([mail(3)]);
    expect(await readMails(Buffer.from(mail(1)), 'eml')).toEqual([mail(1)]);
  });

  it('tells how many there are and what the first ones say, also of one that is broken', async () => {
    const broken = Buffer.concat([archive, Buffer.from(`\n${ENVELOPE}Subject: nobody wrote this\n\nText\n`)]);
    const { mails, mail_count } = await inspectInProcess(broken, { format: 'mbox' });
    expect(mail_count).toBe(4);
    expect(mails[0]).toMatchObject({
      line: 1,
      subject: 'mail 1',
      from: 'Ada <ada@buyer.example>',
      body: 'Text 1',
    });
    expect(mails[3]).toMatchObject({ error: 'The mail has no sender address.' });
  });

  it('names a mail that is too large, and goes on', async () => {
    const large = `${ENVELOPE}${mail(1)}${'x'.repeat(25 * 1024 * 1024)}\n\n`;
    const mails = await readMails(Buffer.concat([Buffer.from(large), archive]), 'mbox');
    expect(mails[0]).toMatch(/at most 26214400 are taken/);
    expect(mails.slice(1)).toEqual([mail(1), mail(2), mail(3)]);
  });
});

describe('the process', () => {
  const long = Buffer.from('a,b\n'.repeat(200_000));
  const running: AsyncGenerator[] = [];
  afterEach(async () => {
    for (const reader of running.splice(0)) await reader.return(undefined);
  });

  it('is killed when it takes more memory than it may', async () => {
    if (process.platform !== 'linux') return;
    const file = workbookFile('xlsx', { Leads: Array.from({ length: 20_000 }, (_, n) => [`row ${n}`, n]) });
    await expect(readRows(file, { format: 'xlsx' }, { maxMemory: 1024 * 1024 })).rejects.toThrow(
      /more than 600 MB of memory/,
    );
  });

  it('is killed when it keeps us waiting', async () => {
    const never = (async function* () {
      yield Buffer.from('a,b\n');
      await new Promise(() => undefined);
    })();
    const task = {
      do: 'read',
      format: 'csv',
      sheet: null,
      delimiter: null,
      encoding: null,
      skip: 0,
    } as const;
    const reader = readInProcess(task, never, { patienceMs: 50 });
    await expect(reader.next()).rejects.toThrow(/takes too long/);
  });

  it('never takes the part of a file for the whole', async () => {
    const failing = (function* () {
      yield long;
      throw new Error('the database went away');
    })();
    const task = {
      do: 'read',
      format: 'csv',
      sheet: null,
      delimiter: null,
      encoding: null,
      skip: 0,
    } as const;
    const reader = readInProcess(task, failing);
    await expect(reader.next()).rejects.toThrow('the database went away');
  });

  it('waits while nobody reads, and is gone when the reader leaves', async () => {
    const task = {
      do: 'read',
      format: 'csv',
      sheet: null,
      delimiter: null,
      encoding: null,
      skip: 0,
    } as const;
    const reader = readInProcess(task, [long]);
    running.push(reader);
    const first = await reader.next();
    expect(first.value).toMatchObject({ kind: 'rows', rows: { length: 200 } });
    await reader.return(undefined);
    expect((await reader.next()).done).toBe(true);
  });
});
