import { describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { planRows } from './row-plan.ts';
import { toSourceRows, type SourceRow } from './source-rows.ts';
import { inspectionOf, mappingOf } from './testing/inspection.ts';

const HEADINGS = ['Email', 'Subject', 'Box', 'To'];
const plan = planRows(inspectionOf([HEADINGS]), mappingOf(['from', 'subject', 'mailbox', 'to']), null);
const fromSheet = async (...cells: string[]) => {
  const [row] = await toSourceRows({ kind: 'rows', rows: [{ line: 2, cells }] }, plan, null);
  return row as SourceRow;
};
const fromArchive = async (raw: Uint8Array, mailbox: string | null = null) => {
  const content = Buffer.from(raw).toString('base64');
  const [row] = await toSourceRows({ kind: 'mails', mails: [{ line: 1, content }] }, null, mailbox);
  return row as SourceRow;
};
const keyOf = (row: SourceRow) => ('key' in row ? (row.key?.toString('hex') ?? null) : 'error');

describe('a row of a sheet', () => {
  it('is a mail in JSON, as any listener could post it', async () => {
    const row = await fromSheet('ada@buyer.example', 'Valves');
    if (!('mail' in row)) throw new Error('it is none');
    expect(row.mail).toMatchObject({ format: 'json', fromAddress: 'ada@buyer.example', mailbox: null });
    expect(JSON.parse(Buffer.from(row.mail.bytes).toString('utf8'))).toMatchObject({
      subject: 'Valves',
      from: 'ada@buyer.example',
    });
  });

  it('has one key wherever it comes again, and another for another place', async () => {
    const key = keyOf(await fromSheet('ada@buyer.example', 'Valves'));
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf(await fromSheet('ada@buyer.example', 'Valves '))).toBe(key);
    expect(keyOf(await fromSheet('ada@buyer.example', 'Pumps'))).not.toBe(key);
    expect(keyOf(await fromSheet('ada@buyer.example', 'Valves', 'sales@ours.example'))).not.toBe(key);
  });

  it('that is no mail has its line and its reason', async () => {
    expect(await fromSheet('nobody')).toEqual({ line: 2, error: 'Column "Email" holds no e-mail address.' });
  });
});

describe('a mail of an archive', () => {
  it('is taken as it is, for the mailbox that was chosen', async () => {
    const raw = rawMail({ messageId: '1@buyer.example' });
    const row = await fromArchive(raw, 'sales@ours.example');
    expect(row).toMatchObject({ line: 1, mail: { format: 'rfc822', mailbox: 'sales@ours.example' } });
    expect('mail' in row && Buffer.from(row.mail.bytes)).toEqual(Buffer.from(raw));
  });

  it('has its Message-ID and its place for a key, and none without a Message-ID', async () => {
    const key = keyOf(await fromArchive(rawMail({ messageId: '1@buyer.example' })));
    expect(keyOf(await fromArchive(rawMail({ messageId: '1@BUYER.example', subject: 'another' })))).toBe(key);
    expect(
      keyOf(await fromArchive(rawMail({ messageId: '1@buyer.example', to: 'sales@south.ours.example' }))),
    ).not.toBe(key);
    expect(keyOf(await fromArchive(rawMail({ messageId: null })))).toBeNull();
  });

  it('without a sender, or one that the reader could not take, has its reason', async () => {
    expect(await fromArchive(Buffer.from('Subject: x\n\ntext'))).toEqual({
      line: 1,
      error: 'The mail has no sender address.',
    });
    const [row] = await toSourceRows({ kind: 'mails', mails: [{ line: 9, error: 'too large' }] }, null, null);
    expect(row).toEqual({ line: 9, error: 'too large' });
  });
});
