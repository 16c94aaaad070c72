const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const ARABIC = /^\p{Script=Arabic}/u;
// Conjunction, preposition and article are written onto the noun; the noun is what counts.
const ARABIC_PREFIX = /^[وف]?(?:بال|كال|لل|ال)(?=.{3})/;

/** Words of folded text, in order. A number is `#`; Japanese and Chinese, which have no blanks, come as letter pairs. */
export function words(folded: string): string[] {
  return (folded.match(WORD) ?? []).flatMap((word) => {
    if (/^\p{N}+$/u.test(word)) return ['#'];
    if (CJK.test(word)) return pairs(word);
    return [ARABIC.test(word) ? word.replace(ARABIC_PREFIX, '') : word];
  });
}

/** Runs of `n` letters of a word with its edges marked, so that `rechnung` and `rechnungen` share most of them. */
export function letterRuns(word: string, n: number): string[] {
  const marked = `^${word}$`;
  if (marked.length <= n || CJK.test(word)) return [];
  return Array.from({ length: marked.length - n + 1 }, (_, at) => marked.slice(at, at + n));
}

function pairs(run: string): string[] {
  return run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
}
