const SMALL =
  /\b(?:an?d?|a[st]|because|but|by|en|for|i[fn]|neither|nor|o[fnr]|only|over|per|so|some|tha[tn]|the|to|up|upon|vs?\.?|versus|via|when|with|without|yet)\b/i;

/** n8n's rules want titles of fields in title case: small words only inside, and what has capitals inside stays as it is. */
export function titleCase(text: string): string {
  return text.replace(/\bid(s?)\b/gi, 'ID$1').replace(/[^\s:–—-]+/g, (word, at: number) => {
    const inside = at > 0 && at + word.length < text.length;
    const kept = /.(?=[A-Z]|\..)/.test(word) || (inside && SMALL.test(word));
    return kept ? word : word.replace(/[A-Za-z0-9\u00C0-\u00FF]/, (first) => first.toUpperCase());
  });
}

/** One sentence stands without a period, several with. */
export function description(help: string): string {
  const text = help
    .trim()
    .replace(/\bid(s?)\b/gi, 'ID$1')
    .replace(/\burl(s?)\b/gi, 'URL$1')
    .replace(/\bjson\b/gi, 'JSON');
  const several = /[.!?]\s+\S/.test(text.replace(/\be\.g\.|\bi\.e\./g, 'eg'));
  if (several) return /[.!?]$/.test(text) ? text : `${text}.`;
  return text.replace(/\.$/, '');
}

/** n8n's rules want the description of a switch to begin so. */
export function whether(help: string): string {
  const text = description(help);
  if (/^whether/i.test(text)) return text;
  return `Whether this is so: ${text[0]?.toLowerCase()}${text.slice(1)}`;
}

/** How n8n's rules want actions: "Create or append card". */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase().replaceAll('-', ' ');
}
