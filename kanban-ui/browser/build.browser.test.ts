import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let page: string;
const read = async (path: string) => (await fetch(pebble.url + path)).text();

beforeAll(async () => {
  pebble = await startPebble();
  page = await read('/');
});
afterAll(() => pebble.stop());

describe('what is loaded before the sign-in page shows', () => {
  it('is less than 120 kB of script, gzipped', async () => {
    const scripts = [...page.matchAll(/(?:src|modulepreload"[^>]*href)="(\/assets\/[^"]+\.js)"/g)];
    const sizes = await Promise.all(scripts.map(async ([, path = '']) => gzipSync(await read(path)).length));
    expect(scripts.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(120_000);
  });

  it('holds neither board nor card, nor the sanitiser', () => {
    expect(page).not.toMatch(/workspace|card-drawer/);
  });

  it('has no inline script, which the policy would block', () => {
    expect(page).toContain('<script');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });
});
