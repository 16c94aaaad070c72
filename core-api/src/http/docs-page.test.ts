import { defineEndpoint } from '@pebble/contract/endpoint';
import { ENDPOINTS } from '@pebble/contract/endpoints';
import { ERRORS } from '@pebble/contract/error-codes';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { docsPage } from './docs-page.ts';

const page = docsPage(ENDPOINTS);

describe('the page', () => {
  it('shows each endpoint once, with its path, roles and audit event', () => {
    for (const endpoint of ENDPOINTS) {
      expect(page.split(`<article id="${endpoint.id}">`), endpoint.id).toHaveLength(2);
    }
    const move = page.split('<article id="moveCard">')[1]?.split('</article>')[0] ?? '';
    for (const words of ['/api/v1/cards/{card_id}/move/', 'admin, manager, agent, flow', 'card.moved'])
      expect(move).toContain(words);
  });

  it('shows every problem, and every link on it leads somewhere on it', () => {
    for (const code of Object.keys(ERRORS)) expect(page).toContain(`<tr id="problem-${code}">`);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    for (const id of new Set(links)) expect(page, `#${id}`).toContain(`id="${id}"`);
  });

  it('names no identifier twice, and closes what it opens', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const tag of ['article', 'details', 'dl', 'pre', 'table', 'section', 'main']) {
      expect(page.split(`<${tag}>`).length + page.split(`<${tag} `).length - 1, tag).toBe(
        page.split(`</${tag}>`).length,
      );
    }
  });

  it('asks for nothing from elsewhere and runs nothing', () => {
    expect(page).not.toMatch(/<script|src=|https?:\/\/|url\(/);
  });
});

it('shows markup in a definition as text', () => {
  const hostile = defineEndpoint({
    id: 'hostile',
    method: 'POST',
    path: `/api/v1/"><script>alert('path')</script>/`,
    summary: `<img onerror="alert(1)"> & more`,
    body: z.object({ field: z.string().describe('</pre><script>alert(2)</script>') }),
    reply: z.object({}),
    access: 'public',
    audit: { none: '<b>why</b>' },
  });
  const shown = docsPage([hostile]);
  expect(shown).not.toMatch(/<script|<img|<b>/);
  expect(shown).toContain('&#60;img');
  expect(shown).toContain('&#38; more');
});
