import { TextDecoder } from 'node:util';

const LF = 0x0a;
const CR = 0x0d;

/** A raw mail cut at the blank line that ends its header block; `header` includes that line. */
export interface RawMail {
  header: Uint8Array;
  body: Uint8Array;
}

/** Splits a raw mail. Blank lines in front of it, which some gateways leave, are dropped: they would hide the header. */
export function splitRawMail(raw: Uint8Array): RawMail {
  const start = raw.findIndex((byte) => byte !== LF && byte !== CR);
  const mail = start < 0 ? new Uint8Array() : raw.subarray(start);
  const end = headerEnd(mail);
  return { header: utf8Header(mail.subarray(0, end)), body: mail.subarray(end) };
}

export function joinRawMail({ header, body }: RawMail): Uint8Array {
  return Buffer.concat([header, body]);
}

function headerEnd(mail: Uint8Array): number {
  for (let lf = mail.indexOf(LF); lf >= 0; lf = mail.indexOf(LF, lf + 1)) {
    let next = lf + 1;
    while (mail[next] === CR) next++;
    if (mail[next] === LF) return next + 1;
  }
  return mail.length;
}

/**
 * RFC 6532 allows raw UTF-8 in headers; older senders write their own 8-bit charset there without naming it.
 * Lines that are not UTF-8 are read in the charset the mail declares for its body, else as windows-1252.
 */
function utf8Header(header: Uint8Array): Uint8Array {
  if (isUtf8(header)) return header;
  const latin1 = Buffer.from(header).toString('latin1');
  const legacy = legacyDecoder(latin1);
  const lines = latin1.split('\n').map((line) => {
    const bytes = Buffer.from(line, 'latin1');
    return isUtf8(bytes) ? bytes.toString('utf8') : legacy.decode(bytes);
  });
  return Buffer.from(lines.join('\n'), 'utf8');
}

function legacyDecoder(header: string): TextDecoder {
  const charset = /^content-type:[^\n]*(?:\n[ \t][^\n]*)*?charset="?([\w.:-]+)/im.exec(header)?.[1];
  try {
    const decoder = new TextDecoder(charset ?? 'windows-1252');
    // A mail that says UTF-8 and is not: what the line really is cannot be known, windows-1252 is most likely.
    return decoder.encoding === 'utf-8' ? new TextDecoder('windows-1252') : decoder;
  } catch {
    return new TextDecoder('windows-1252');
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
