import { ENDPOINTS } from '@pebble/contract/endpoints';
import { fileURLToPath } from 'node:url';
import { readyMessage, workerMessage } from './announce.ts';
import { docsPage } from './http/docs-page.ts';
import { createApp } from './http/express-app.ts';
import { listen } from './http/listen.ts';
import { createLog } from './log/create-log.ts';
import { startPebble, type Pebble, type Roles } from './pebble.ts';
import { loadConfig, type Config } from './runtime/config.ts';
import { armCrashPoint } from './runtime/crash-points.ts';
import { lockDataDir } from './runtime/data-dir-lock.ts';
import { explainFailure, OperatorError } from './runtime/operator-error.ts';
import { loadSecrets } from './runtime/secrets.ts';
import { installShutdown } from './runtime/shutdown.ts';

const UI_FOLDER = fileURLToPath(new URL('../../kanban-ui/dist', import.meta.url));

/** What ends each part that has been started, in the order of starting; it is run backwards. */
const closing: (() => Promise<void>)[] = [];

async function stop(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

/** `npm start` does everything in one process; `npm run api` and `npm run worker` share it out. */
const ROLES: Record<string, Roles> = {
  all: { api: true, worker: true },
  api: { api: true, worker: false, attach: true },
  worker: { api: false, worker: true, attach: true },
};

function chosenRoles(name = 'all'): Roles {
  const roles = ROLES[name];
  if (!roles)
    throw new OperatorError(`There is no role "${name}". There are: ${Object.keys(ROLES).join(', ')}.`);
  return roles;
}

async function main(): Promise<void> {
  const roles = chosenRoles(process.argv[2]);
  const config = loadConfig();
  if (config.crashAt !== null) armCrashPoint(config.crashAt);
  // Logs go to stderr; stdout is for the person who started us, and who may have stopped to read: that stops nothing here.
  process.stdout.on('error', () => undefined);
  const log = createLog(config.logLevel);
  // From here on Ctrl-C means an orderly stop, also in the middle of the start.
  installShutdown(async (reason) => {
    log.info({ reason }, 'stopping');
    await stop();
  });
  // Only the embedded default owns its data directory; processes on one DATABASE_URL may share it.
  if (config.databaseUrl === null && !roles.attach) {
    const lock = await lockDataDir(config.dataDir);
    closing.push(() => lock.release());
  }
  const pebble = await startPebble(config, await loadSecrets(config), log, roles);
  closing.push(() => pebble.stop());
  if (roles.api) await serve(pebble, config);
  else process.stdout.write(workerMessage(config));
  await pebble.lost;
  if (closing.length > 0) throw new OperatorError(WENT_DOWN);
}

const WENT_DOWN =
  'The embedded Postgres went down, so Pebble stops. Nothing that was taken in is lost: start Pebble again. If it happens often, look for a killed process or a full disk, or give Pebble a server of your own with DATABASE_URL.';

async function serve(pebble: Pebble, config: Config): Promise<void> {
  const app = createApp({
    dispatch: pebble.core.dispatch,
    docsPage: docsPage(ENDPOINTS),
    uiFolder: UI_FOLDER,
  });
  const server = await listen(app, config.host, config.port);
  closing.push(() => server.close());
  closing.push(() => pebble.endStreams());
  const { smtp } = pebble.doors;
  const more = [...(smtp ? [`It takes mail by SMTP at ${smtp.url}`] : []), ...pebble.twins.lines];
  // In one piece: who waits for the first line may stop to read after it.
  process.stdout.write(
    readyMessage(server.url, pebble.demo, config.dataDir) + more.map((line) => `${line}\n`).join(''),
  );
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  await stop();
  process.exit(1);
}
