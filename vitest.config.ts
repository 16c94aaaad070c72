import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * A limit is there to end a test that hangs, and for nothing else: none of them is near what a test takes on a slow machine with
 * other work. The inner ones are shorter, so that what did not happen is told by the line that waited for it.
 */
export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    // A file may hold some forty connections to the one Postgres of the run, which has 400.
    maxWorkers: Math.min(8, Math.max(2, availableParallelism() - 1)),
    expect: { poll: { timeout: 120_000, interval: 20 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [
            'core-api/contract/**/*.test.ts',
            'pieces/**/*.test.ts',
            'flows/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          // The parity suite needs n8n's engine: npm run test:nodes.
          exclude: [...configDefaults.exclude, 'scripts/**/*.database.test.ts', 'scripts/nodes/parity/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'core',
          include: [
            'core-api/src/**/*.test.ts',
            'core-api/test/**/*.test.ts',
            'scripts/**/*.database.test.ts',
          ],
          // One real Postgres for the whole run; each file gets its own database, cloned from a migrated template.
          globalSetup: ['core-api/test/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'ui',
          include: ['kanban-ui/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['kanban-ui/src/testing/setup.ts'],
        },
      },
    ],
  },
});
