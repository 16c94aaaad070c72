import type { Random } from './random.ts';

/** What a generated mail says of itself. */
export interface MailDraft {
  messageId: string | null;
  /** Nearest last, as in the header. */
  references: readonly string[];
  inReplyTo: string | null;
  from: string;
  to: string;
  subject: string;
  date: Date;
  text: string;
  shape: 'plain' | 'alternative' | 'attachment' | 'bomb';
  /** Written by a machine in nobody's name. */
  automatic: boolean;
}

/**
 * One file more than Pebble takes apart, see MAX_ATTACHMENTS of its mail parser: no retry can help such a mail. It is accepted,
 * because its header is in order, and the worker refuses it.
 */
const BOMB_FILES = 1_001;

/** A raw RFC 5322 mail, as a mail client would write it. */
export function writeMail(draft: MailDraft, random: Random): Buffer {
  const headers = [
    `From: ${draft.from}`,
    `To: ${draft.to}`,
    `Subject: ${draft.subject}`,
    `Date: ${draft.date.toUTCString().replace('GMT', '+0000')}`,
    ...(draft.messageId === null ? [] : [`Message-ID: <${draft.messageId}>`]),
    ...(draft.inReplyTo === null ? [] : [`In-Reply-To: <${draft.inReplyTo}>`]),
    ...(draft.references.length === 0
      ? []
      : [`References: ${draft.references.map((id) => `<${id}>`).join('\r\n ')}`]),
    ...(draft.automatic ? ['Auto-Submitted: auto-replied'] : []),
    'MIME-Version: 1.0',
  ];
  return Buffer.from([...headers, ...body(draft, random), ''].join('\r\n'));
}

function body({ text, shape }: MailDraft, random: Random): string[] {
  const plain = ['Content-Type: text/plain; charset=utf-8', '', text];
  if (shape === 'plain') return plain;
  if (shape === 'bomb') {
    const file = ['Content-Type: application/octet-stream', '', text];
    return multipart(
      'mixed',
      'bomb',
      Array.from({ length: BOMB_FILES }, () => file),
    );
  }
  const boundary = `=_${random.whole(1e8, 9e8)}`;
  if (shape === 'alternative') {
    const html = ['Content-Type: text/html; charset=utf-8', '', `<p>${text}</p>`];
    return multipart('alternative', boundary, [plain, html]);
  }
  const bytes = Buffer.from(Array.from({ length: random.whole(500, 9_000) }, () => random.whole(0, 255)));
  const file = [
    'Content-Type: application/pdf',
    'Content-Disposition: attachment; filename="drawing.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
  ];
  return multipart('mixed', boundary, [plain, file]);
}

function multipart(kind: string, boundary: string, parts: readonly string[][]): string[] {
  const lines = parts.flatMap((part) => [`--${boundary}`, ...part]);
  return [`Content-Type: multipart/${kind}; boundary="${boundary}"`, '', ...lines, `--${boundary}--`];
}

/**
 * The same mail as another server would hand it over: its own Received line on top, and long headers folded at other places.
 * Bytes differ, the Message-ID does not.
 */
export function refold(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const header = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => line.replace(/^(References|Message-ID|In-Reply-To): (.*)$/i, fold));
  const received = 'Received: from relay.example (relay.example [192.0.2.7])\r\n\tby mx.example with ESMTPS';
  return Buffer.from([received, ...header].join('\r\n') + text.slice(end), 'latin1');
}

function fold(_line: string, name: string, value: string): string {
  return `${name.toUpperCase()}:\r\n\t${value.split(' ').join('\r\n\t')}`;
}
