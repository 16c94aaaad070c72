import { splitMbox, type SplitMail } from './mbox-mails.ts';

/** The mails of an archive, or the one mail of an .eml file. */
export function splitMails(file: Buffer, format: 'mbox' | 'eml'): Iterable<SplitMail> {
  return format === 'mbox' ? splitMbox(file) : [{ line: 1, content: file }];
}
