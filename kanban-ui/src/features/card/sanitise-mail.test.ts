import { describe, expect, it } from 'vitest';
import { sanitiseMail } from './sanitise-mail.ts';

const clean = (html: string) => sanitiseMail(html, true);

describe('the HTML of a mail', () => {
  it.each([
    ['a script', '<p>hello</p><script>alert(1)</script>'],
    ['an event handler', '<p onclick="alert(1)">hello</p>'],
    ['a broken image with a handler', '<p>hello</p><img src=x onerror=alert(1)>'],
    ['a javascript: link', '<a href="javascript:alert(1)">hello</a>'],
    ['a javascript: link in disguise', '<a href=" jAva\tscript:alert(1)">hello</a>'],
    ['a data: link', '<a href="data:text/html,<script>alert(1)</script>">hello</a>'],
    ['a frame', '<p>hello</p><iframe srcdoc="<script>alert(1)</script>"></iframe>'],
    ['an object', '<p>hello</p><object data="alert(1).swf"></object><embed src="alert(1)">'],
    [
      'a vector image',
      '<p>hello</p><svg><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>',
    ],
    ['a form', '<form action="https://alert(1).example"><p>hello</p><input name="password"></form>'],
    ['a style sheet', '<style>@import "https://alert(1).example"; p { color: red }</style><p>hello</p>'],
    ['a redirect', '<meta http-equiv="refresh" content="0;url=https://alert(1).example"><p>hello</p>'],
    ['another base', '<base href="https://alert(1).example"><p>hello</p>'],
    [
      'a namespace trick',
      '<p>hello</p><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table>',
    ],
  ])('loses %s', (_, html) => {
    const { html: safe } = clean(html);
    expect(safe).toContain('hello');
    expect(safe).not.toMatch(/alert|script|iframe|<form|<style|<svg|<base|<meta|onerror|onclick/i);
  });

  it('keeps what mails are written with', () => {
    const html =
      '<table border="1" bgcolor="#eeeeee"><tbody><tr><td align="right"><b>40</b></td></tr></tbody></table>';
    expect(clean(html).html).toBe(html);
  });

  it('opens links apart and tells their pages nothing', () => {
    const { html } = clean('<a href="https://buyer.example/list" target="_top">list</a>');
    expect(html).toBe(
      '<a href="https://buyer.example/list" target="_blank" rel="noopener noreferrer">list</a>',
    );
  });

  it('lets no link lead into Pebble itself', () => {
    expect(clean('<a href="/api/v1/me/">me</a><a href="#/boards/crm">x</a>').html).not.toContain('href');
  });
});

describe('images of a mail', () => {
  it.each([
    ['an image', '<img src="https://tracker.example/a.gif">'],
    ['an image without a scheme', '<img src="//tracker.example/a.gif">'],
    ['a source set', '<img srcset="https://tracker.example/a.gif 2x">'],
    ['a table background', '<table background="http://tracker.example/a.gif"><tbody></tbody></table>'],
    ['a style', '<p style="background-image: url(https://tracker.example/a.gif)">x</p>'],
    ['a style with escapes', String.raw`<p style="background: u\72l(https://tracker.example/a.gif)">x</p>`],
    ['a style in disguise', '<p style="background: URL (\'https://tracker.example/a.gif\')">x</p>'],
  ])('are not fetched: %s', (_, html) => {
    const safe = clean(html);
    expect(safe.html).not.toContain('tracker');
    expect(safe.blockedImages).toBe(1);
  });

  it('are counted once for each element', () => {
    expect(
      clean('<img src="https://a.example/1"><img src="https://a.example/2" srcset="https://a.example/3">'),
    ).toMatchObject({ blockedImages: 2 });
  });

  it('leave their words in their place', () => {
    expect(clean('<p><img src="https://a.example/1" alt="Our logo"></p>').html).toBe('<p>Our logo</p>');
  });

  it('stay when they are part of the mail and cannot hold script', () => {
    const inline = '<img src="data:image/png;base64,iVBORw0KGgo=">';
    expect(clean(inline)).toMatchObject({ html: inline, blockedImages: 0 });
    expect(clean('<img src="data:image/svg+xml;base64,PHN2Zz4=">').html).toBe('');
  });

  it('that point to an attachment are not counted as remote', () => {
    expect(clean('<img src="cid:logo@buyer.example" alt="logo">')).toMatchObject({
      html: 'logo',
      blockedImages: 0,
    });
  });
});

describe('the earlier mail below', () => {
  const quote = '<p>Yes.</p><div class="gmail_quote"><p>Shall we?</p></div>';

  it('is folded until it is asked for', () => {
    expect(sanitiseMail(quote, false)).toMatchObject({ html: '<p>Yes.</p>', hasQuote: true });
    expect(sanitiseMail(quote, true).html).toContain('Shall we?');
  });

  it('is found behind the mark that Outlook sets', () => {
    const html = '<p>Yes.</p><div id="divRplyFwdMsg">From: Ada</div><p>Shall we?</p>';
    expect(sanitiseMail(html, false).html).toBe('<p>Yes.</p>');
  });

  it('stays when it is all there is, as in a forwarded mail', () => {
    expect(sanitiseMail('<blockquote>Shall we?</blockquote>', false)).toMatchObject({ hasQuote: false });
    expect(sanitiseMail('<blockquote>Shall we?</blockquote>', false).html).toContain('Shall we?');
  });
});

describe('the paper', () => {
  it('is white only for mails that bring colours', () => {
    expect(clean('<p>plain</p>').ownColours).toBe(false);
    expect(clean('<p style="COLOR: red">x</p>').ownColours).toBe(true);
    expect(clean('<table bgcolor="#fff"><tbody></tbody></table>').ownColours).toBe(true);
  });
});
