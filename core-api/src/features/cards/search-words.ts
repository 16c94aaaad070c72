/**
 * The words of a text, for the text filter of cards. Both sides of the search are cut up here: left to itself, Postgres reads
 * `PO-4711` as `po` and the number minus 4711, an address as one word, and finds neither by its parts.
 */
export function searchWords(text: string): string[] {
  return text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
