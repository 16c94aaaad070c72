import { ROOT } from './lib/root.mjs';
import { runScript } from './lib/script-error.mjs';
import { buildNodes, ensureHostTools, lintNodes, tryParity } from './nodes/tools.ts';

// Builds the n8n package, lints it by n8n's own rules, and runs the parity suite: npm run test:nodes [-- FOLDER…]
await runScript(async () => {
  const folders = process.argv.slice(2);
  await ensureHostTools(ROOT);
  await buildNodes(ROOT);
  if (folders.length === 0) await lintNodes(ROOT);
  await tryParity(ROOT, folders);
  return 0;
});
