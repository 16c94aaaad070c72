import PostalMime from 'postal-mime';
import { rawEnvelopeOf, readEnvelope } from './envelope.ts';
import { splitRawMail } from './header-block.ts';
import { headerMap, type HeaderMap } from './header-map.ts';
import { type Envelope, InvalidMail } from './parsed-mail.ts';

export interface MailHeaders extends Envelope {
  headers: HeaderMap;
}

/** More than any mail server passes on. The door reads header blocks while everybody else waits. */
export const MAX_HEADER_BYTES = 256 * 1024;

/**
 * Reads only the header block, so that a mail of 25 MB is accepted or refused in well under a millisecond.
 * Throws InvalidMail without a sender address, or when the block itself is larger than 256 kB.
 */
export async function parseHeaders(raw: Uint8Array): Promise<MailHeaders> {
  const { header, body } = splitRawMail(raw.subarray(0, MAX_HEADER_BYTES));
  // A block that ends with what was looked at may go on behind it.
  if (body.byteLength === 0 && raw.byteLength > MAX_HEADER_BYTES) throw tooLarge();
  const email = await PostalMime.parse(header).catch(() => {
    throw tooLarge();
  });
  return { ...readEnvelope(rawEnvelopeOf(email.headers)), headers: headerMap(email.headers) };
}

function tooLarge(): InvalidMail {
  return new InvalidMail('headers', `The header block is larger than ${MAX_HEADER_BYTES / 1024} kB.`);
}
