import { joinRawMail, type RawMail } from './header-block.ts';

const DELIMITER = /^--([^\r\n]{1,200}?)[ \t]*\r?\ncontent-/im;

/**
 * A multipart mail whose delimiter is missing from its header, or differs from the one in its body, parses to
 * nothing at all. This reads the delimiter off the body and returns the mail with a header that fits; null when the
 * body shows no part.
 */
export function withFoundBoundary({ header, body }: RawMail): Uint8Array | null {
  const boundary = DELIMITER.exec(Buffer.from(body).toString('latin1'))?.[1];
  if (boundary === undefined || boundary.includes('"')) return null;
  const fields = Buffer.from(header)
    .toString('utf8')
    .split(/\r?\n(?![ \t])/);
  const kept = fields.filter((field) => field !== '' && !/^content-type:/i.test(field));
  const mended = [...kept, `Content-Type: multipart/mixed; boundary="${boundary}"`, '', ''].join('\r\n');
  return joinRawMail({ header: Buffer.from(mended), body });
}

/** The body as it came, for a mail that cannot be taken apart: unreadable in places, but nothing is lost. */
export function bodyAsText({ body }: RawMail): string {
  return new TextDecoder('utf-8').decode(body);
}
