import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { launchTool } from './lib/launch.mjs';
import { ROOT } from './lib/root.mjs';
import { runScript } from './lib/script-error.mjs';

// `npm run test:redis`: every test that puts mail through the whole pipeline once more, with the queue on a real redis-server.
await runScript(async () => {
  const node = await ensureInstalled(ROOT);
  const vitest = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', ROOT, '--project', 'core'];
  const env = { ...process.env, NODE_ENV: 'test', TEST_TRANSPORT: 'redis' };
  return launchTool(node, [...vitest, ...pipelineTests(), ...process.argv.slice(2)], env);
});

/** The test files that start a worker. `npm test` runs them on the queue in Postgres. */
function pipelineTests() {
  return ['core-api/src', 'core-api/test']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, String(name))),
    )
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => readFileSync(join(ROOT, name), 'utf8').includes('startTestWorker'));
}
