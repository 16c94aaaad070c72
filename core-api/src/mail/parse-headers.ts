import PostalMime from 'postal-mime';
import { rawEnvelopeOf, readEnvelope } from './envelope.ts';
import { splitRawMail } from './header-block.ts';
import { headerMap, type HeaderMap } from './header-map.ts';
import { type Envelope, InvalidMail } from './parsed-mail.ts';

export interface MailHeaders extends Envelope {
  headers: HeaderMap;
}

/**
 * Reads only the header block, so that a mail of 25 MB is accepted or refused in well under a millisecond.
 * Throws InvalidMail without a sender address, or when the block itself is larger than 2 MB.
 */
export async function parseHeaders(raw: Uint8Array): Promise<MailHeaders> {
  const { header } = splitRawMail(raw);
  const email = await PostalMime.parse(header).catch(() => {
    throw new InvalidMail('headers', 'The header block is too large.');
  });
  return { ...readEnvelope(rawEnvelopeOf(email.headers)), headers: headerMap(email.headers) };
}
