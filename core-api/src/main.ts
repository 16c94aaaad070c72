import { ENDPOINTS } from '@pebble/contract/endpoints';
import { fileURLToPath } from 'node:url';
import { readyMessage } from './announce.ts';
import { docsPage } from './http/docs-page.ts';
import { createApp } from './http/express-app.ts';
import { listen } from './http/listen.ts';
import { createLog } from './log/create-log.ts';
import { startPebble } from './pebble.ts';
import { loadConfig } from './runtime/config.ts';
import { lockDataDir } from './runtime/data-dir-lock.ts';
import { explainFailure } from './runtime/operator-error.ts';
import { loadSecrets } from './runtime/secrets.ts';
import { installShutdown } from './runtime/shutdown.ts';

const UI_FOLDER = fileURLToPath(new URL('../../kanban-ui/dist', import.meta.url));

/** What ends each part that has been started, in the order of starting; it is run backwards. */
const closing: (() => Promise<void>)[] = [];

async function stop(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

async function main(): Promise<void> {
  const config = loadConfig();
  // Logs go to stderr; stdout is for the person who started us.
  const log = createLog(config.logLevel);
  // From here on Ctrl-C means an orderly stop, also in the middle of the start.
  installShutdown(async (reason) => {
    log.info({ reason }, 'stopping');
    await stop();
  });
  // Only the embedded default owns its data directory; processes on one DATABASE_URL may share it.
  if (config.databaseUrl === null) {
    const lock = await lockDataDir(config.dataDir);
    closing.push(() => lock.release());
  }
  const pebble = await startPebble(config, await loadSecrets(config), log);
  closing.push(() => pebble.stop());
  const app = createApp({
    dispatch: pebble.core.dispatch,
    docsPage: docsPage(ENDPOINTS),
    uiFolder: UI_FOLDER,
  });
  const server = await listen(app, config.host, config.port);
  closing.push(() => server.close());
  closing.push(() => pebble.endStreams());
  process.stdout.write(readyMessage(server.url, pebble.demo, config.dataDir));
  await pebble.lost;
  if (closing.length > 0) throw new Error('the embedded Postgres went down');
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  await stop();
  process.exit(1);
}
