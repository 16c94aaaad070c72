import type { ParsedAttachment, ParsedMail } from './parsed-mail.ts';

const MOST_BYTES = 65_536;

/** The iTIP methods (RFC 5546) of the calendar parts of a mail, in capitals. */
export function calendarMethods(mail: ParsedMail): string[] {
  return calendars(mail).flatMap((text) => /^METHOD:\s*([A-Z]+)/im.exec(text)?.[1]?.toUpperCase() ?? []);
}

/**
 * Accepted, declined or tentative, and no word besides. Who adds a comment has written to us, and so has who passes
 * somebody else's reply on.
 */
export function isBareCalendarReply(mail: ParsedMail): boolean {
  const methods = calendarMethods(mail);
  if (methods.length === 0 || methods.some((method) => method !== 'REPLY')) return false;
  if (/^\s*(fwd?|wg|tr|rv|i|enc|doorst)\s*:/i.test(mail.subject)) return false;
  return calendars(mail).every((text) => !/^COMMENT(;[^:\r\n]*)?:(?:[ \t]|\\n)*[^\s\\]/im.test(text));
}

function calendars(mail: ParsedMail): string[] {
  return mail.attachments.filter(({ contentType }) => /^text\/calendar$/i.test(contentType)).map(textOf);
}

function textOf({ content }: ParsedAttachment): string {
  return Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, MOST_BYTES)).toString(
    'utf8',
  );
}
