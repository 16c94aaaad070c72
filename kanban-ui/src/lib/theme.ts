import { createStore } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

// public/theme.js reads the same key before the first paint.
const KEY = 'pebble.theme';

export const theme = createStore<Theme>(readTheme());

/** Applies a theme at once and remembers it on this device. */
export function chooseTheme(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  theme.set(next);
  try {
    if (next === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden; the choice lasts until the page is left.
  }
}

/** Goes round: as the system, light, dark. */
export function chooseNextTheme(): void {
  chooseTheme(THEMES[(THEMES.indexOf(theme.get()) + 1) % THEMES.length] ?? 'system');
}

function readTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}
