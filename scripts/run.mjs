import { resolve } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { launchTool } from './lib/launch.mjs';
import { nodeOptions } from './lib/node-options.mjs';
import { ROOT } from './lib/root.mjs';
import { runScript } from './lib/script-error.mjs';

// Runs one of our TypeScript tools: node scripts/run.mjs scripts/send.ts ARGUMENTS
await runScript(async () => {
  const [script = '', ...args] = process.argv.slice(2);
  const node = await ensureInstalled(ROOT);
  return launchTool(node, [...nodeOptions(ROOT), resolve(ROOT, script), ...args]);
});
