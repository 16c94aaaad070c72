import type { SourceMapping } from '@pebble/contract/sources';
import { listAt, textAt } from './payload-values.ts';

type Field = SourceMapping['from'];

/** A mail in JSON before it is held against its schema; what the payload does not have is undefined. */
export type MailDraft = Record<string, unknown>;

/**
 * Reads a mail out of a foreign payload, part by part. Nothing is run: a mapping can only name places.
 *
 * @param fallbackId Message-ID for a mail that has none: a form that is sent twice with the same words is two mails
 */
export function mapPayload(mapping: SourceMapping, payload: unknown, fallbackId: string): MailDraft {
  const text = (field: Field | undefined) => (field === undefined ? undefined : valueOf(field, payload));
  const files = mapping.attachment_urls === undefined ? [] : listAt(payload, mapping.attachment_urls);
  const urls = files.filter(isWebAddress);
  const body = [bodyOf(mapping.body, payload), ...files.filter((file) => !isWebAddress(file)).map(unfetched)];
  return {
    from: sender(text(mapping.from), text(mapping.from_name)),
    subject: text(mapping.subject) ?? '',
    body: body.filter(Boolean).join('\n'),
    html: text(mapping.html),
    to: addresses(text(mapping.to)),
    cc: addresses(text(mapping.cc)),
    message_id: text(mapping.message_id) || fallbackId,
    in_reply_to: text(mapping.in_reply_to) || undefined,
    received_at: instant(text(mapping.received_at)),
    attachment_urls: urls,
  };
}

/** Where in the payload a part of the mail was looked for, to name it in an error; null for a fixed text. */
export function placeOf(mapping: SourceMapping, part: string): string | null {
  const field: unknown = mapping[part as keyof SourceMapping];
  return typeof field === 'string' ? field : null;
}

function valueOf(field: Field, payload: unknown): string | undefined {
  return typeof field === 'string' ? textAt(payload, field) : field.text;
}

function bodyOf(field: SourceMapping['body'], payload: unknown): string {
  if (!Array.isArray(field)) return valueOf(field, payload) ?? '';
  return field
    .map((path) => ({ key: path.split('.').at(-1), value: textAt(payload, path) }))
    .flatMap(({ key, value }) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join('\n');
}

function sender(address: string | undefined, name: string | undefined): string | undefined {
  if (address === undefined || !name?.trim() || address.includes('<')) return address;
  return `"${name.replace(/["\\\p{Cc}]/gu, ' ').trim()}" <${address.trim()}>`;
}

function addresses(text: string | undefined): string[] {
  return text?.trim() ? [text] : [];
}

/** Foreign clocks write dates in many ways; one that cannot be read is left out, and the mail counts as sent now. */
function instant(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : null;
  const millis = /^\d{12,14}$/.test(text) ? Number(text) : null;
  const date = new Date(seconds ?? millis ?? text);
  const year = date.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? date.toISOString() : undefined;
}

function isWebAddress(text: string): boolean {
  return text.length <= 4096 && /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** Better seen by a person than lost, and better than refusing the whole mail for it. */
function unfetched(text: string): string {
  return `Attachment: ${text.slice(0, 4096)}`;
}
