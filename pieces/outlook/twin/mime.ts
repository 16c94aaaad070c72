import PostalMime, { type Address as ParsedAddress } from 'postal-mime';
import type { Address, Body, StoredMessage } from './stored.ts';

export interface ParsedMail {
  subject: string;
  body: Body;
  from: Address | null;
  to: Address[];
  cc: Address[];
  replyTo: Address[];
  internetMessageId: string | null;
  inReplyTo: string | null;
  references: string[];
  date: number | null;
  headers: { name: string; value: string }[];
  attachments: { name: string; contentType: string; bytes: Uint8Array; contentId: string | null }[];
}

export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' });
  const date = Date.parse(mail.date ?? '');
  return {
    subject: mail.subject ?? '',
    body:
      mail.html === undefined
        ? { contentType: 'text', content: mail.text ?? '' }
        : { contentType: 'html', content: mail.html },
    from: addresses(mail.from ? [mail.from] : [])[0] ?? null,
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    replyTo: addresses(mail.replyTo),
    internetMessageId: mail.messageId ?? null,
    inReplyTo: mail.inReplyTo ?? null,
    references: mail.references?.split(/\s+/).filter(Boolean) ?? [],
    date: Number.isNaN(date) ? null : date,
    headers: mail.headers.map(({ key, value }) => ({ name: key, value })),
    attachments: mail.attachments.map((one) => ({
      name: one.filename ?? 'attachment',
      contentType: one.mimeType,
      bytes: new Uint8Array(one.content as ArrayBuffer),
      contentId: one.contentId?.replace(/^<|>$/g, '') ?? null,
    })),
  };
}

function addresses(list: readonly ParsedAddress[] | undefined): Address[] {
  return (list ?? []).flatMap((one) =>
    one.address === undefined
      ? addresses(one.group)
      : [{ name: one.name || one.address, address: one.address }],
  );
}

/** A draft, or a mail that was sent from here, as MIME. */
export function composeMail(mail: StoredMessage): Uint8Array {
  const boundary = `part_${mail.key}`;
  const type = `text/${mail.body.contentType === 'html' ? 'html' : 'plain'}; charset=utf-8`;
  const text = `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(Buffer.from(mail.body.content))}`;
  const head = [
    `Message-ID: ${mail.internetMessageId}`,
    `Date: ${new Date(mail.sentAt).toUTCString().replace('GMT', '+0000')}`,
    ...(mail.from ? [`From: ${listed([mail.from])}`] : []),
    ...(mail.to.length > 0 ? [`To: ${listed(mail.to)}`] : []),
    ...(mail.cc.length > 0 ? [`Cc: ${listed(mail.cc)}`] : []),
    `Subject: =?utf-8?B?${Buffer.from(mail.subject).toString('base64')}?=`,
    ...(mail.inReplyTo ? [`In-Reply-To: ${mail.inReplyTo}`, `References: ${mail.inReplyTo}`] : []),
    ...mail.headers.map(({ name, value }) => `${name}: ${value}`),
    'MIME-Version: 1.0',
  ].join('\r\n');
  if (mail.attachments.length === 0) return Buffer.from(`${head}\r\n${text}\r\n`);
  const files = mail.attachments.map(
    (one) =>
      `--${boundary}\r\nContent-Type: ${one.contentType}\r\nContent-Disposition: attachment; filename="${one.name}"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${base64(one.bytes)}\r\n`,
  );
  const open = `Content-Type: multipart/mixed; boundary="${boundary}"`;
  return Buffer.from(
    `${head}\r\n${open}\r\n\r\n--${boundary}\r\n${text}\r\n${files.join('')}--${boundary}--\r\n`,
  );
}

function listed(list: readonly Address[]): string {
  return list.map(({ name, address }) => (name === address ? address : `"${name}" <${address}>`)).join(', ');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
}

/** A short plain mail from its parts, for whoever has no MIME at hand. */
export function plainMail(parts: MailParts, messageId: string, at: number): Uint8Array {
  const head = [
    `Message-ID: ${messageId}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `From: ${parts.from}`,
    `To: ${parts.to}`,
    `Subject: ${parts.subject}`,
    ...(parts.inReplyTo ? [`In-Reply-To: ${parts.inReplyTo}`, `References: ${parts.inReplyTo}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${parts.text}\r\n`);
}

export interface MailParts {
  from: string;
  to?: string;
  subject: string;
  text: string;
  /** With angle brackets; drawn when left out. */
  messageId?: string;
  inReplyTo?: string;
}
