import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLockFile } from './lock-file.mjs';
import { withProgress } from './progress.mjs';
import { runQuietly } from './run-quietly.mjs';
import { hashSources } from './source-hash.mjs';

/** All that the built pages are made of. */
const SOURCES = [
  'kanban-ui/src',
  'kanban-ui/public',
  'kanban-ui/index.html',
  'kanban-ui/vite.config.ts',
  'core-api/contract/src',
  'package-lock.json',
];

/** Builds the web pages unless those in kanban-ui/dist were built from the very same sources. */
export async function ensureUiBuilt(root, node) {
  const stamp = join(root, 'kanban-ui/dist/.stamp');
  const wanted = hashSources(root, SOURCES);
  const fresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (fresh()) return;
  const vite = [node, join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel=warn'];
  const wait = () => console.error('Another start is building the web pages; waiting for it.');
  await withLockFile(join(root, '.pebble/ui-build.lock'), wait, async () => {
    if (fresh()) return;
    await withProgress('Building the web pages', 'about 3 s', () =>
      runQuietly(vite, { cwd: join(root, 'kanban-ui') }),
    );
    writeFileSync(stamp, wanted);
  });
}
