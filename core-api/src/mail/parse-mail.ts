import PostalMime, { type Email } from 'postal-mime';
import { cleanText } from './clean-text.ts';
import { rawEnvelopeOf, readEnvelope } from './envelope.ts';
import { headerMap } from './header-map.ts';
import { joinRawMail, type RawMail, splitRawMail } from './header-block.ts';
import { htmlToText } from './html-to-text.ts';
import { parseHeaders } from './parse-headers.ts';
import { InvalidMail, type ParsedMail } from './parsed-mail.ts';
import { toAttachment } from './parsed-parts.ts';
import { bodyAsText, withFoundBoundary } from './salvage.ts';

/** A mail of a few kilobytes can hold more files than a database takes in one go. No person sends a thousand. */
export const MAX_ATTACHMENTS = 1_000;

/**
 * Reads a raw RFC 5322 mail. A body that cannot be taken apart becomes the text as it came, so that a person still
 * sees all of it. Throws only InvalidMail.
 */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const mail = splitRawMail(raw);
  const email = await takeApart(mail);
  if (email && email.attachments.length > MAX_ATTACHMENTS) {
    throw new InvalidMail('attachments', `The mail has more than ${MAX_ATTACHMENTS} attachments.`);
  }
  return email ? toParsedMail(email) : readPlainly(raw);
}

/** A mail whose body is not taken apart: its text is the body as it came. Throws only InvalidMail. */
export async function readPlainly(raw: Uint8Array): Promise<ParsedMail> {
  return {
    ...(await parseHeaders(raw)),
    text: cleanText(bodyAsText(splitRawMail(raw))).trim(),
    html: null,
    attachments: [],
    attachmentUrls: [],
  };
}

/** Null when the parser gives up (it refuses 256 nested parts) or finds nothing in a body that is not blank. */
async function takeApart(mail: RawMail): Promise<Email | null> {
  const email = await tryParse(joinRawMail(mail));
  if (!email || !isHollow(email, mail)) return email;
  const mended = withFoundBoundary(mail);
  const second = mended && (await tryParse(mended));
  return second && !isHollow(second, mail) ? second : null;
}

function tryParse(raw: Uint8Array): Promise<Email | null> {
  return PostalMime.parse(raw).catch(() => null);
}

function isHollow(email: Email, { body }: RawMail): boolean {
  const empty = !email.text && !email.html && email.attachments.length === 0;
  return empty && isMultipart(email) && body.some((byte) => byte > 0x20);
}

// Only a multipart can lose its content; a part of any other kind that decodes to nothing was empty.
function isMultipart(email: Email): boolean {
  const type = email.headers.find((header) => header.key === 'content-type')?.value ?? '';
  return /^\s*multipart\//i.test(type);
}

async function toParsedMail(email: Email): Promise<ParsedMail> {
  const html = cleanText(email.html ?? '');
  const text = cleanText(email.text ?? '').trim();
  return {
    ...readEnvelope(rawEnvelopeOf(email.headers)),
    headers: headerMap(email.headers),
    text: text || (html && (await htmlToText(html))),
    html: html || null,
    attachments: email.attachments.map(toAttachment),
    attachmentUrls: [],
  };
}
