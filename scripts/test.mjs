import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { launchTool } from './lib/launch.mjs';
import { ROOT } from './lib/root.mjs';
import { runScript } from './lib/script-error.mjs';

// `npm test`, with vitest's own arguments after `--`.
await runScript(async () => {
  const node = await ensureInstalled(ROOT);
  const vitest = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', ROOT];
  // With NODE_ENV=production in the shell, React would load the build that cannot be tested.
  return launchTool(node, [...vitest, ...process.argv.slice(2)], { ...process.env, NODE_ENV: 'test' });
});
