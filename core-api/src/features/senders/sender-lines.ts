import { MAX_SENDER_LINES, SenderPattern } from '@pebble/contract/senders';
import { asciiDomain } from '../ingestion/sender-patterns.ts';

/** One line of what somebody pasted; `pattern` is null when the line names neither address nor domain. */
export interface SenderLine {
  /** Counts from 1. */
  line: number;
  text: string;
  pattern: string | null;
}

/** True when there are more lines than are taken at once. */
export function tooManyLines(text: string): boolean {
  return text.split('\n').length > MAX_SENDER_LINES;
}

/** Reads pasted lines: blank ones and what follows a # are skipped. */
export function readSenderLines(text: string): SenderLine[] {
  return text.split('\n').flatMap((written, index) => {
    const bare = written.replace(/#.*$/, '').trim();
    if (bare === '') return [];
    return [{ line: index + 1, text: bare.slice(0, 254), pattern: readPattern(bare) }];
  });
}

/**
 * What a person means by a line: `Ada <ada@b.example>`, `mailto:ada@b.example`, `@b.example` and `*.b.example` are common
 * ways to write an address and a domain. A domain in other letters becomes the form that DNS and most mail use.
 */
function readPattern(line: string): string | null {
  const inner = /<([^<>]+)>\s*[,;]?$/.exec(line)?.[1] ?? line.replace(/[,;]$/, '');
  const bare = inner
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^\*?@|^\*\./, '')
    .replace(/\.$/, '');
  const at = bare.lastIndexOf('@') + 1;
  const domain = bare.slice(at);
  const parsed = SenderPattern.safeParse(bare.slice(0, at) + asciiDomain(domain));
  return parsed.success ? parsed.data : null;
}
