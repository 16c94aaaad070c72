import { parseArgs } from 'node:util';
import { openStorage, type Storage } from '@pebble/core-api/db/open-storage';
import { Database } from '@pebble/core-api/db/database';
import { findRunningPostgres } from '@pebble/core-api/db/embedded-postgres/running';
import { asOwner } from '@pebble/core-api/db/owner';
import {
  addGlobally,
  listGlobally,
  removeGlobally,
} from '@pebble/core-api/features/senders/global-list-console';
import {
  dismissOperator,
  findOperators,
  nameOperator,
  type OwnerAccess,
} from '@pebble/core-api/features/senders/operators';
import { loadConfig } from '@pebble/core-api/runtime/config';
import { lockDataDir } from '@pebble/core-api/runtime/data-dir-lock';
import { explainFailure, OperatorError } from '@pebble/core-api/runtime/operator-error';
import { loadSecrets } from '@pebble/core-api/runtime/secrets';
import { migrateQueue } from '@pebble/core-api/worker/postgres-transport';

const USAGE = `Keeps the list of senders whose mail is refused for every organisation, and says who may change it in the product.

  npm run blacklist:global -- list
  npm run blacklist:global -- add PATTERN… [--note TEXT]     an address, or a domain with its subdomains
  npm run blacklist:global -- remove PATTERN…
  npm run blacklist:global -- operator [SLUG]                who operates the installation; with a name, it does from now on
  npm run blacklist:global -- dismiss SLUG                   it does no longer

On the database of DATABASE_URL or on the embedded one, running or not.`;

type Command = (access: OwnerAccess, words: string[], note: string) => Promise<string[]>;

const COMMANDS: Record<string, Command> = {
  async list(access) {
    const entries = await listGlobally(access);
    if (entries.length === 0) return ['The global blacklist is empty.'];
    return entries.map(({ pattern, note }) => (note === '' ? pattern : `${pattern}  # ${note}`));
  },
  async add(access, patterns, note) {
    const { results } = await addGlobally(access, patterns.join('\n'), note);
    return results.map(({ text, pattern, outcome, message }) => {
      if (outcome === 'refused') process.exitCode = 1;
      return outcome === 'added' ? `${pattern} is on the list now.` : `${text} ${message}.`;
    });
  },
  async remove(access, patterns) {
    const removed = await removeGlobally(access, patterns.join('\n'));
    if (removed.length === 0) process.exitCode = 1;
    return removed.length === 0
      ? ['None of these is on the list.']
      : removed.map((pattern) => `${pattern} is off the list.`);
  },
  async operator(access, [slug]) {
    if (slug === undefined) {
      const operators = await findOperators(access);
      return operators.length === 0 ? ['Nobody yet.'] : operators.map((one) => one.slug);
    }
    const named = await nameOperator(access, slug);
    return [
      named ? `${slug} operates this installation now.` : `${slug} operates this installation already.`,
    ];
  },
  async dismiss(access, [slug]) {
    if (slug === undefined) throw new OperatorError(USAGE);
    const dismissed = await dismissOperator(access, slug);
    return [dismissed ? `${slug} operates this installation no longer.` : `${slug} did not operate it.`];
  },
};

async function main(): Promise<void> {
  const options = { note: { type: 'string', default: '' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name = '', ...words] = positionals;
  const command = COMMANDS[name];
  const needsWords = name === 'add' || name === 'remove';
  if (values.help || !command || (needsWords && words.length === 0)) {
    if (values.help) return console.log(USAGE);
    throw new OperatorError(USAGE);
  }
  await withStorage(async (storage) => {
    const db = new Database(storage.app, 2);
    try {
      const lines = await asOwner(storage.owner, (owner) => command({ owner, db }, words, values.note));
      console.log(lines.join('\n'));
    } finally {
      await db.close();
    }
  });
}

/** The server in use, or the embedded one started for as long as the command takes. */
async function withStorage(work: (storage: Storage) => Promise<void>): Promise<void> {
  const config = loadConfig();
  const secrets = await loadSecrets(config);
  const embedded = config.databaseUrl === null;
  const attach = embedded && findRunningPostgres(config.postgresDir, secrets.postgresPassword) !== null;
  const lock = embedded && !attach ? await lockDataDir(config.dataDir) : null;
  try {
    const storage = await openStorage({ ...config, ...secrets, attach, alsoMigrate: migrateQueue });
    try {
      await work(storage);
    } finally {
      await storage.close();
    }
  } finally {
    await lock?.release();
  }
}

try {
  await main();
} catch (error) {
  console.error(explainFailure(error));
  process.exitCode = 1;
}
