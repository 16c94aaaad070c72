import DOMPurify, { type Config } from 'dompurify';

export interface SafeMail {
  /** Body content without script, form, style sheet or anything that would be fetched. */
  html: string;
  /** Elements that wanted an image from the network. */
  blockedImages: number;
  /** Whether an earlier mail is quoted below the sender's own words. */
  hasQuote: boolean;
  /** Whether the mail brings colours; if so it counts on white paper. */
  ownColours: boolean;
}

const CONFIG: Config & { RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    ...['style', 'form', 'input', 'button', 'select', 'textarea', 'option', 'label', 'dialog'],
    ...['video', 'audio', 'source', 'track', 'picture', 'map', 'area', 'marquee'],
  ],
  ALLOW_DATA_ATTR: false,
  // DOMPurify holds every attribute's value against this, also those that are no address: `border="1"` must pass.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  RETURN_DOM_FRAGMENT: true,
};

const INLINE_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp);base64,/i;
const ABSOLUTE = /^(?:https?|mailto|tel):/i;
const REMOTE = /^\s*(?:https?:)?\/\//i;
// With a backslash, CSS can spell any of the others.
const CSS_FETCH = /url\s*\(|src\s*\(|image-set\s*\(|@import|\\/i;
const FETCHING = new Set(['src', 'srcset', 'background', 'poster', 'lowsrc', 'dynsrc']);

// How mail programs mark the earlier mail: an element around it, or one that it follows.
const QUOTE_AROUND = '.gmail_quote, .gmail_quote_container, .yahoo_quoted, .protonmail_quote, blockquote';
const QUOTE_AFTER = '#appendonsend, #divRplyFwdMsg, .moz-cite-prefix';

/**
 * Makes the HTML of a mail safe to show. What comes out still belongs into a sandboxed frame of its own: the sanitiser
 * is the first wall, the frame's sandbox and policy are the second.
 */
export function sanitiseMail(html: string, showQuote: boolean): SafeMail {
  const blocked = new Set<Element>();
  // An instance of its own: hooks belong to the instance, and these hold what they have seen.
  const purify = DOMPurify(window);
  purify.addHook('uponSanitizeAttribute', (element, attribute) => {
    const { attrName: name, attrValue: value } = attribute;
    if (FETCHING.has(name)) {
      attribute.keepAttr = name === 'src' && element.tagName === 'IMG' && INLINE_IMAGE.test(value);
      // DOMPurify tests URLs after this hook, and its test knows no data: address.
      if (attribute.keepAttr) attribute.forceKeepAttr = true;
      else if (REMOTE.test(value)) blocked.add(element);
    } else if (name === 'style' && CSS_FETCH.test(value)) {
      attribute.keepAttr = false;
      if (/https?:/i.test(value)) blocked.add(element);
    }
  });
  const body = document.implementation.createHTMLDocument().createElement('div');
  body.append(purify.sanitize(html, CONFIG));
  mendLinks(body);
  mendImages(body);
  const hasQuote = foldQuote(body, showQuote);
  const ownColours =
    body.querySelector('[bgcolor], [color], [style*="color" i], [style*="background" i]') !== null;
  return { html: body.innerHTML, blockedImages: blocked.size, hasQuote, ownColours };
}

/** A link leads to a page of its own, which learns nothing of ours; one without a full address leads nowhere. */
function mendLinks(body: HTMLElement): void {
  for (const link of body.querySelectorAll('a')) {
    if (!ABSOLUTE.test(link.getAttribute('href') ?? '')) link.removeAttribute('href');
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
}

/** What an image was to say stands in its place. */
function mendImages(body: HTMLElement): void {
  for (const image of body.querySelectorAll('img:not([src])')) {
    image.replaceWith(image.getAttribute('alt') ?? '');
  }
}

/** Takes the quoted mail out unless it is to be shown. A mail that has nothing else keeps it. */
function foldQuote(body: HTMLElement, show: boolean): boolean {
  const parts = quotedParts(body);
  if (parts.length === 0) return false;
  const rest = body.cloneNode(true) as HTMLElement;
  for (const part of quotedParts(rest)) part.remove();
  if ((rest.textContent ?? '').trim() === '' && !rest.querySelector('img')) return false;
  if (!show) for (const part of parts) part.remove();
  return true;
}

function quotedParts(body: HTMLElement): Element[] {
  const parts = [...body.querySelectorAll(QUOTE_AROUND)];
  for (const mark of body.querySelectorAll(QUOTE_AFTER)) {
    for (let part: Element | null = mark; part; part = part.nextElementSibling) parts.push(part);
  }
  return parts;
}
