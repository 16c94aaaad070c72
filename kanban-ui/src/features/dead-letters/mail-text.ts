import type { SyncErrorPayload } from '@pebble/contract/dead-letters';
import { JsonMail } from '@pebble/contract/ingestion';
import { texts } from '../../messages/dead-letters.ts';

/** More letters than this are not edited in a browser: typing would crawl. */
export const MOST_LETTERS = 1_000_000;

type Encoding = SyncErrorPayload['encoding'];

/**
 * A mail as text. One that is not valid UTF-8 is shown byte by byte, each as the letter of its number, so that what is edited
 * can become the same bytes again.
 */
export function mailText({ encoding, content }: SyncErrorPayload): string {
  return encoding === 'text' ? content : atob(content);
}

/** The text as the bytes that it was made of. */
export function mailBody(text: string, encoding: Encoding): string | Blob {
  if (encoding === 'text') return text;
  return new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]);
}

export interface MailProblem {
  /** The field; `''` for the whole mail. */
  path: string;
  message: string;
}

/** What can be told of an edited mail without asking the server, which has the last word. */
export function checkMail(text: string, { format, encoding }: SyncErrorPayload): MailProblem[] {
  if (text.trim() === '') return [{ path: '', message: texts.editor.empty }];
  if (format === 'json') return checkJson(text);
  const foreign = encoding === 'base64' ? [...text].find((letter) => letter > '\u00ff') : undefined;
  return foreign === undefined ? [] : [{ path: '', message: texts.editor.foreign(foreign) }];
}

function checkJson(text: string): MailProblem[] {
  let mail: unknown;
  try {
    mail = JSON.parse(text);
  } catch (error) {
    return [{ path: '', message: texts.editor.notJson((error as SyntaxError).message) }];
  }
  const { error } = JsonMail.safeParse(mail);
  return error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ?? [];
}
