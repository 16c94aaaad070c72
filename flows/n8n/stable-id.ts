import { createHash } from 'node:crypto';

/** A UUID that is the same for the same words, so that compiling twice gives the same file. */
export function stableUuid(...words: readonly string[]): string {
  const hex = digest(words);
  // Version 8 of RFC 9562: the bits are ours, but for those that say so.
  const variant = ((parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** As n8n's own ids of workflows: 16 letters and digits. */
export function stableId(...words: readonly string[]): string {
  return digest(words).slice(0, 16);
}

function digest(words: readonly string[]): string {
  return createHash('sha256').update(words.join('\n')).digest('hex');
}
