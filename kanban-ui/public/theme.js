/* global document */
// Runs before the first paint, so that a theme chosen by hand never flashes the other one. See src/lib/theme.ts.
try {
  const theme = localStorage.getItem('pebble.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system theme is right then.
}
