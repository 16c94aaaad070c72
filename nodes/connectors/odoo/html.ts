// Generated from pieces/odoo/src/html.ts by `npm run nodes:generate`: change it there.
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML for a field or a message: what begins with a tag is HTML already, other text is escaped and keeps its lines. */
export function htmlOf(text: string): string {
  if (/^\s*<(?:p|div|span|br|table|ul|ol|h[1-6]|b|i|strong|em|a|blockquote|html|body)\b/i.test(text))
    return text;
  return `<p>${escaped(text).replace(/\r?\n/g, '<br>')}</p>`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
