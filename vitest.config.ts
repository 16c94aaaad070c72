import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: [
            'core-api/contract/**/*.test.ts',
            'pieces/**/*.test.ts',
            'flows/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'core',
          include: ['core-api/src/**/*.test.ts', 'core-api/test/**/*.test.ts'],
          // One real Postgres for the whole run; each file gets its own database, cloned from a migrated template.
          globalSetup: ['core-api/test/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'ui',
          include: ['kanban-ui/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
        },
      },
    ],
  },
});
