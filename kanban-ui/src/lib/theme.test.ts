import { beforeEach, describe, expect, it } from 'vitest';
import { chooseNextTheme, chooseTheme, theme } from './theme.ts';

const page = document.documentElement;

beforeEach(() => chooseTheme('system'));

describe('the theme', () => {
  it('stands on the page and is remembered', () => {
    chooseTheme('dark');
    expect(page.dataset['theme']).toBe('dark');
    expect(localStorage.getItem('pebble.theme')).toBe('dark');
  });

  it('leaves nothing behind when it follows the system', () => {
    chooseTheme('dark');
    chooseTheme('system');
    expect(page.dataset['theme']).toBeUndefined();
    expect(localStorage.getItem('pebble.theme')).toBeNull();
  });

  it('goes round', () => {
    const seen = [1, 2, 3].map(() => {
      chooseNextTheme();
      return theme.get();
    });
    expect(seen).toEqual(['light', 'dark', 'system']);
  });
});
