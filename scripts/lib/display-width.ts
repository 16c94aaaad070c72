const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]/u;
// Marks that stand on their letter, and the invisible ones that join letters or turn the writing direction.
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns that a text takes on a terminal: East Asian letters take two, marks on a letter none. */
export function displayWidth(text: string): number {
  return Array.from(text).reduce((width, letter) => width + widthOf(letter), 0);
}

/** The text in exactly `width` columns: filled with blanks, or cut with an ellipsis. */
export function fitTo(text: string, width: number): string {
  if (displayWidth(text) <= width) return text + ' '.repeat(width - displayWidth(text));
  let kept = '';
  for (const letter of text) {
    if (displayWidth(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept}…${' '.repeat(width - 1 - displayWidth(kept))}`;
}

function widthOf(letter: string): number {
  if (NO_WIDTH.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}
