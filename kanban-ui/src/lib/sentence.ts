/** Begins with a capital, for words that the server means to stand within a sentence. */
export function sentence(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase() + text.slice(first.length);
}
