import { defineConfig } from 'vitest/config';

// Apart from the others, because it needs n8n's engine: npm run test:nodes.
export default defineConfig({
  test: {
    include: ['scripts/nodes/parity/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
  },
});
