import PostalMime from 'postal-mime';
import { cleanText } from './clean-text.ts';

/**
 * Plain text of an HTML body. postal-mime has the converter but renders HTML as text only next to a part that is
 * text, so it gets a small mail with an empty one.
 */
export async function htmlToText(html: string): Promise<string> {
  const mail = [
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(withoutStyles(html)).toString('base64'),
    '--b--',
  ].join('\n');
  const { text = '' } = await PostalMime.parse(mail);
  return cleanText(text).trim();
}

// The converter drops scripts and the head but shows a style sheet that stands in the body.
// By position and not by one expression: a lazy one is quadratic on many styles that never close.
function withoutStyles(html: string): string {
  const kept: string[] = [];
  const lower = html.toLowerCase();
  let at = 0;
  for (;;) {
    const open = lower.indexOf('<style', at);
    const close = open < 0 ? -1 : lower.indexOf('</style', open);
    if (close < 0) return kept.join('') + html.slice(at);
    kept.push(html.slice(at, open));
    const end = lower.indexOf('>', close);
    if (end < 0) return kept.join('');
    at = end + 1;
  }
}
