import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { launchServer } from './lib/launch.mjs';
import { nodeOptions } from './lib/node-options.mjs';
import { ROOT } from './lib/root.mjs';
import { runScript } from './lib/script-error.mjs';
import { ensureUiBuilt } from './lib/ui-build.mjs';

// `npm start`, `npm run api`, `npm run worker`. Runs on any Node from 20 on and without a single package, since it is what
// installs them.
await runScript(async () => {
  const node = await ensureInstalled(ROOT);
  const [role = 'all'] = process.argv.slice(2);
  if (role !== 'worker') await ensureUiBuilt(ROOT, node);
  return launchServer(node, [...nodeOptions(ROOT), join(ROOT, 'core-api/src/main.ts'), role]);
});
