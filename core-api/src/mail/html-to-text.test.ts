import { expect, test } from 'vitest';
import { htmlToText } from './html-to-text.ts';

test('keeps words, lines, links and entities; drops scripts, styles and comments', async () => {
  const html = `<!DOCTYPE html><html><head><title>t</title></head><body>
    <style>p { color: red }</style><script>alert(1)</script><!-- hidden -->
    <p>Preis: 5&nbsp;&euro; f&uuml;r <b>Ventile</b></p><ul><li>eins</li></ul>
    <a href="https://buyer.example/rfq">Anfrage</a></body></html>`;
  const text = await htmlToText(html);
  expect(text).toMatch(/Preis: 5\s€ für Ventile/);
  expect(text).toContain('* eins');
  expect(text).toContain('https://buyer.example/rfq');
  expect(text).not.toMatch(/color|alert|hidden/);
});

test('keeps other scripts and does not take a delimiter in the text for its own', async () => {
  expect(await htmlToText('<p>नमस्ते</p>--b--<p>شكرا</p>')).toBe('नमस्ते\n\n--b--\n\nشكرا');
});

test('a style that never closes hides nothing', async () => {
  expect(await htmlToText('<p>a</p><style>x</style<p>b')).toContain('a');
  expect(await htmlToText('a<style>b')).toContain('b');
});

test('comes to an end on hostile markup, over which a quadratic expression would sit for an hour', async () => {
  expect(await htmlToText('<style'.repeat(500_000) + '<!--'.repeat(100_000))).toBeTypeOf('string');
});
