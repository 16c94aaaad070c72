import { readMessageIds } from './message-ids.ts';
import { autoSubmitted, hasNullReturnPath, mediaType } from './noise-signs.ts';
import { speaksOfFailure } from './noise-subjects.ts';
import type { ParsedAttachment, ParsedMail } from './parsed-mail.ts';

/** What a mail server reports about a mail of ours. */
export interface MailReport {
  about: 'failed' | 'delayed' | 'delivered' | 'opened' | 'complaint';
  /** Enhanced status code such as `5.1.1`, when the report has one. */
  status: string | null;
}

/** Reads a delivery status (RFC 3464), a receipt (RFC 8098), a complaint (RFC 5965), or a bounce in an older form. */
export function reportOf(mail: ParsedMail): MailReport | null {
  const { type, value } = mediaType(mail.headers, 'report-type');
  if (type === 'multipart/report') {
    const kind = value || kindOfParts(mail.attachments);
    if (kind === 'disposition-notification') return { about: 'opened', status: null };
    if (kind === 'feedback-report') return { about: 'complaint', status: null };
    if (kind === 'delivery-status') return deliveryStatus(mail.attachments);
  }
  return looksLikeBounce(mail) ? deliveryStatus(mail.attachments) : null;
}

/**
 * The mails that a report is about: their Message-IDs and those that they answered, as their headers were sent back in a part
 * or, by older servers, in the text. A mail of ours is often unknown here, and what it answered is known.
 */
export function reportedIds(mail: ParsedMail): string[] {
  const parts = mail.attachments.filter(({ contentType }) => RETURNED.test(contentType)).map(textOf);
  const ids = [...parts, mail.text.slice(0, MOST_CHARACTERS)].flatMap((text) =>
    [...text.matchAll(ID_LINES)].flatMap(([, value = '']) => readMessageIds(value)),
  );
  return [...new Set(ids)].slice(0, MOST_IDS);
}

const RETURNED = /^(text\/rfc822-headers|message\/(rfc822|global|global-headers))$/i;
/** With the lines that a header is folded onto; quoted by some servers. */
const ID_LINES = /^[> \t]*(?:message-id|in-reply-to|references):([^\r\n]*(?:\r?\n[ \t]+<[^\r\n]*)*)/gim;
const MOST_CHARACTERS = 65_536;
const MOST_IDS = 50;

function looksLikeBounce(mail: ParsedMail): boolean {
  if (mail.headers.has('x-failed-recipients')) return true;
  const local = mail.fromAddress.slice(0, mail.fromAddress.lastIndexOf('@'));
  if (/^mailer[-_.]?daemon$/.test(local)) return true;
  // Not auto-generated: a courier's "delivery failed" is about a parcel.
  const automatic = hasNullReturnPath(mail.headers) || autoSubmitted(mail.headers) === 'auto-replied';
  // A postmaster may also be a person with something to say.
  if (/^(postmaster|microsoftexchange[0-9a-f]+)$/.test(local)) {
    return automatic || speaksOfFailure(mail.subject);
  }
  return automatic && speaksOfFailure(mail.subject);
}

function kindOfParts(parts: readonly ParsedAttachment[]): string {
  const known = parts.map(({ contentType }) => /^message\/([a-z-]+)$/i.exec(contentType)?.[1]?.toLowerCase());
  return known.find((kind) => kind !== undefined && kind !== 'rfc822') ?? 'delivery-status';
}

function deliveryStatus(parts: readonly ParsedAttachment[]): MailReport {
  const part = parts.find(({ contentType }) => /^message\/(global-)?delivery-status$/i.test(contentType));
  const text = part ? textOf(part) : '';
  const actions = [...text.matchAll(/^action:\s*([a-z]+)/gim)].map(([, action = '']) => action.toLowerCase());
  const status = /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(text)?.[1] ?? null;
  // One report may tell of several recipients: the worst news counts.
  if (actions.length === 0 || actions.includes('failed')) return { about: 'failed', status };
  return { about: actions.includes('delayed') ? 'delayed' : 'delivered', status };
}

function textOf({ content }: ParsedAttachment): string {
  return Buffer.from(
    content.buffer,
    content.byteOffset,
    Math.min(content.byteLength, MOST_CHARACTERS),
  ).toString('latin1');
}
