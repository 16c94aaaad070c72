import type { Attachment } from 'postal-mime';
import { cleanLine } from './clean-text.ts';
import type { ParsedAttachment } from './parsed-mail.ts';

const NAME_BY_TYPE: Record<string, string> = {
  'message/rfc822': 'message.eml',
  'text/calendar': 'invite.ics',
  'text/html': 'page.html',
  'text/plain': 'text.txt',
};

/** An attachment in our shape. Its file name holds no folder and is never empty. */
export function toAttachment(part: Attachment): ParsedAttachment {
  const content = toBytes(part.content);
  return {
    filename: bareName(part.filename ?? '') || (NAME_BY_TYPE[part.mimeType] ?? 'attachment'),
    contentType: cleanLine(part.mimeType) || 'application/octet-stream',
    size: content.byteLength,
    content,
    contentId: cleanLine(part.contentId ?? '').replace(/^<|>$/g, '') || null,
    inline: part.related === true || part.disposition === 'inline',
  };
}

/** A file name as it can be stored and shown: one line, no folder. May be empty. */
export function bareName(filename: string): string {
  return cleanLine(filename)
    .replace(/^.*[/\\]/, '')
    .slice(0, 255);
}

function toBytes(content: Attachment['content']): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
