import { defineConfig } from 'vitest/config';

// The UI in a real browser: against the server at PEBBLE_URL, or else against the fake API with a fresh build.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'browser',
    include: ['browser/**/*.browser.test.ts'],
    environment: 'node',
    globalSetup: ['browser/support/build-ui.ts'],
    // One browser at a time: each already uses several processes.
    fileParallelism: false,
    // Limits end what hangs, and nothing else. Inner ones are shorter, so that the line that waited in vain is named.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 90_000, interval: 50 } },
  },
});
