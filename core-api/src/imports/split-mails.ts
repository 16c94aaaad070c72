import { MAX_RECORDS } from './limits.ts';
import { splitMbox, type SplitMail } from './mbox-mails.ts';
import { UnreadableFile } from './reader-protocol.ts';

/** The mails of an archive, or the one mail of an .eml file. @throws UnreadableFile beyond a million */
export function* splitMails(file: Buffer, format: 'mbox' | 'eml'): Generator<SplitMail> {
  if (format === 'eml') return yield { line: 1, content: file };
  let count = 0;
  for (const mail of splitMbox(file)) {
    if ((count += 1) > MAX_RECORDS) {
      throw new UnreadableFile(`The archive has more than ${MAX_RECORDS} mails. Split it.`);
    }
    yield mail;
  }
}
