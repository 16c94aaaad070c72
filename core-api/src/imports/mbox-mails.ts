const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x3e;
const FROM = Buffer.from('From ');
/** `From a@b.example Mon Nov  2 09:00:00 2026`: without a time of day it is the beginning of a sentence. */
const ENVELOPE = /^From \S+.*\d{1,2}:\d{2}/;
const MAX_ENVELOPE = 500;

export interface SplitMail {
  /** Line of the archive on which it begins. */
  line: number;
  content: Buffer;
}

/**
 * The mails of an mbox archive, one after the other, as they lie in it: line ends stay what they are. A mail begins at a `From `
 * line at the beginning or after a blank line; one `>` is taken off where a writer has put it before a `From ` of the text
 * (mboxrd; of mboxo, which cannot be told from it, this is right for all but quotes of quotes).
 */
export function* splitMbox(archive: Buffer): Generator<SplitMail> {
  let begin: { at: number; line: number } | null = null;
  let line = 1;
  let blank = true;
  for (let at = 0; at < archive.length; line += 1) {
    const next = lineEnd(archive, at);
    if (blank && isEnvelope(archive, at, next, begin === null)) {
      if (begin) yield { line: begin.line, content: mailAt(archive, begin.at, at) };
      begin = { at: next, line };
    }
    blank = isBlank(archive, at, next);
    at = next;
  }
  if (begin) yield { line: begin.line, content: mailAt(archive, begin.at, archive.length) };
}

/** The first line of an archive needs no time of day: there is nothing that it could be mistaken for. */
function isEnvelope(archive: Buffer, at: number, next: number, first: boolean): boolean {
  if (!startsWithFrom(archive, at)) return false;
  return first || ENVELOPE.test(archive.toString('latin1', at, Math.min(next, at + MAX_ENVELOPE)));
}

function startsWithFrom(bytes: Buffer, at: number): boolean {
  return bytes.compare(FROM, 0, FROM.length, at, Math.min(at + FROM.length, bytes.length)) === 0;
}

/** Without the blank line that stands between two mails. */
function mailAt(archive: Buffer, from: number, to: number): Buffer {
  let end = to;
  if (to < archive.length && archive[end - 1] === LF) end -= archive[end - 2] === CR ? 2 : 1;
  return unquote(archive.subarray(from, Math.max(from, end)));
}

function unquote(mail: Buffer): Buffer {
  if (!mail.includes('>From ')) return mail;
  // One buffer for all: there may be millions of such lines.
  const unquoted = Buffer.allocUnsafe(mail.length);
  let size = 0;
  let kept = 0;
  for (let at = 0; at < mail.length; at = lineEnd(mail, at)) {
    let past = at;
    while (mail[past] === QUOTE) past += 1;
    if (past === at || !startsWithFrom(mail, past)) continue;
    size += mail.copy(unquoted, size, kept, at);
    kept = at + 1;
  }
  size += mail.copy(unquoted, size, kept);
  return unquoted.subarray(0, size);
}

/** Where the next line begins. */
function lineEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LF, at);
  return end < 0 ? bytes.length : end + 1;
}

function isBlank(bytes: Buffer, at: number, next: number): boolean {
  return next - at <= 2 && bytes.subarray(at, next).every((byte) => byte === LF || byte === CR);
}
