import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { KeyRing } from '@pebble/core-api/crypto/key-ring';
import { Database } from '@pebble/core-api/db/database';
import { newId } from '@pebble/core-api/db/new-id';
import { systemScope } from '@pebble/core-api/db/scope';
import { loadConfig, type Config } from '@pebble/core-api/runtime/config';
import { explainFailure, OperatorError } from '@pebble/core-api/runtime/operator-error';
import { addSealingKey, nextName } from '@pebble/core-api/runtime/sealing-keys-file';
import type { Secrets } from '@pebble/core-api/runtime/secrets';
import { countByKey, rewrapTenant } from '@pebble/core-api/worker/rewrap-keys';
import { keyLines } from './lib/key-lines.ts';
import { applicationLogin, isWrongMasterKey, openServer, presentSecrets } from './lib/open-server.ts';

const USAGE = `Changes the key that seals dead letters and stored credentials, without a moment in which something does not open.

  npm run keys:rotate                makes a new key (embedded default), or says what to set (PEBBLE_SEALING_KEYS)
  npm run keys:rotate -- --status    how much is sealed with which key, and which keys may go
  npm run keys:rotate -- --rewrap    brings everything under the current key now; workers do it within the hour anyway

Exit code 0: done. 1: something does not open; its key is named. 2: it could not be done.`;

async function main(): Promise<number> {
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({ options: { status: flag, rewrap: flag, help: { ...flag, short: 'h' } } });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const config = loadConfig();
  if (values.rewrap) return withDatabase(config, rewrap);
  if (values.status) return withDatabase(config, status);
  console.log((await rotate(config)).join('\n'));
  return 0;
}

async function rotate(config: Config): Promise<string[]> {
  const fromEnvironment = config.production || config.masterKey !== null || config.sealingKeys.length > 0;
  if (!fromEnvironment) {
    const kid = await addSealingKey(config.dataDir);
    return [
      `The key ${kid} is in ${config.dataDir}/secrets.json, and seals from the next start of Pebble on. Keep a copy of that file.`,
      'What older keys have sealed still opens, and a worker brings it under the new key within the hour.',
    ];
  }
  const kid = nextName(config.sealingKeys.map((key) => key.kid));
  const key = `${kid}:${randomBytes(32).toString('base64')}`;
  const [first, second] =
    config.sealingKeys.length > 0
      ? [`<what it is now>,${key}`, `${key},<what it was before>`]
      : [`<none yet: go on to step 2>`, key];
  return [
    'The keys are in the environment of the processes. Change them in these steps, so that no process meets what it cannot open:',
    '',
    `1. Deploy with  PEBBLE_SEALING_KEYS=${first}`,
    '   Every process can now open what the new key will seal.',
    `2. Deploy with  PEBBLE_SEALING_KEYS=${second}`,
    '   New things are sealed with it, and workers bring the rest under it within the hour.',
    '3. When  npm run keys:rotate -- --status  says that an old key may go, take it out with your next deployment.',
    '',
    'PEBBLE_MASTER_KEY stays as it is: the audit chain and the database login hang on it.',
    'This key is shown only now and stored nowhere.',
  ];
}

interface Opened {
  db: Database;
  keyRing: KeyRing;
  secrets: Secrets;
  inUse: boolean;
}

async function withDatabase(config: Config, work: (opened: Opened) => Promise<number>): Promise<number> {
  const secrets = await presentSecrets(config);
  const server = await openServer(config, secrets);
  try {
    const db = new Database(await applicationLogin(server.owner, config, secrets), 2);
    try {
      const keyRing = new KeyRing(secrets.masterKey, secrets.sealingKeys);
      return await work({ db, keyRing, secrets, inUse: server.inUse });
    } finally {
      await db.close();
    }
  } finally {
    await server.close();
  }
}

async function status({ db, keyRing, secrets }: Opened): Promise<number> {
  const counts: Record<string, number> = {};
  for (const { id } of await db.tenants()) {
    const own = await db.withTenant(systemScope(id, 'console', newId()), countByKey);
    for (const [kid, count] of Object.entries(own)) counts[kid] = (counts[kid] ?? 0) + count;
  }
  const { lines, missing } = keyLines(
    keyRing.current,
    secrets.sealingKeys.map(({ kid }) => kid),
    counts,
  );
  console.log(lines.join('\n'));
  return missing ? 1 : 0;
}

async function rewrap({ db, keyRing, inUse }: Opened): Promise<number> {
  // It was started with other keys perhaps, and could open nothing of what this would leave behind.
  if (inUse)
    throw new OperatorError('Pebble is running: restart it, and it does this by itself. Or stop it first.');
  let changed = 0;
  const stuck: string[] = [];
  for (const { id, slug } of await db.tenants()) {
    const scope = systemScope(id, 'console', newId());
    const result = await rewrapTenant(keyRing, (work) => db.withTenant(scope, work));
    changed += result.changed;
    for (const [what, count] of Object.entries(result.stuck)) {
      stuck.push(
        what === 'damaged'
          ? `${slug}: ${count} sealed with ${keyRing.current} or before, but altered since; no key opens that.`
          : `${slug}: ${count} sealed with "${what}", which is missing. Put it back and run this again.`,
      );
    }
  }
  console.log([`${changed} brought under the key ${keyRing.current}.`, ...stuck].join('\n'));
  return stuck.length > 0 ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(
    isWrongMasterKey(error)
      ? 'The database refuses the application login: this master key is not its own.'
      : explainFailure(error),
  );
  return 2;
});
