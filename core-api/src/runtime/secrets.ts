import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.ts';
import type { SealingKey } from '../crypto/key-ring.ts';
import { decodeBase64, SECRET_BYTES, type JwtKey } from './jwt-keys.ts';
import { OperatorError } from './operator-error.ts';

export interface Secrets {
  /** The first signs. */
  jwtKeys: readonly [JwtKey, ...JwtKey[]];
  /** 32 bytes; keys for single purposes are derived from it. It is never replaced: see KeyRing for what is, and why. */
  masterKey: Buffer;
  /** Keys that sealing has been rotated to, the current one first. */
  sealingKeys: readonly SealingKey[];
  /** Of the superuser of the embedded Postgres. */
  postgresPassword: string;
  /** Of the unprivileged login. Derived, so that all processes of an installation agree on it without storing it. */
  appPassword: string;
}

type SecretsSource = Pick<
  Config,
  'dataDir' | 'postgresDir' | 'production' | 'jwtKeys' | 'masterKey' | 'sealingKeys'
>;

/**
 * The secrets that the environment gives and, outside production, those of `DATA_DIR/secrets.json` for the rest. The file is
 * made on the first start.
 *
 * @throws OperatorError when the file is damaged, or gone although its database is still there
 */
export async function loadSecrets(config: SecretsSource): Promise<Secrets> {
  const stored = config.production ? null : await openSecretsFile(config);
  const [first, ...others] = config.jwtKeys ?? stored?.jwt_keys ?? [];
  const masterKey = config.masterKey ?? stored?.master_key;
  if (!first || !masterKey) throw new OperatorError('PEBBLE_JWT_KEYS and PEBBLE_MASTER_KEY are not set');
  return {
    jwtKeys: [first, ...others],
    masterKey,
    sealingKeys: allKeys(config.sealingKeys, stored?.sealing_keys ?? []),
    postgresPassword: stored?.postgres_password ?? '',
    appPassword: derivePassword(masterKey),
  };
}

const secret = z.string().transform((text, context): Buffer => {
  const bytes = decodeBase64(text);
  if (bytes && bytes.length >= SECRET_BYTES) return bytes;
  context.addIssue({ code: 'custom', message: 'not a secret' });
  return z.NEVER;
});

const fileShape = z.object({
  jwt_keys: z.array(z.object({ kid: z.string(), secret })).min(1),
  master_key: secret,
  sealing_keys: z.array(z.object({ kid: z.string(), secret })).default([]),
  postgres_password: z.string().min(1),
});

async function openSecretsFile(config: SecretsSource): Promise<z.output<typeof fileShape>> {
  const path = join(config.dataDir, 'secrets.json');
  if (!existsSync(path)) {
    if (existsSync(config.postgresDir)) throw lostSecrets(path, config.postgresDir);
    await createOnce(path, config.dataDir);
  }
  await chmod(path, 0o600); // also after a restore from a backup that lost the mode
  try {
    return fileShape.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // The parser's own message would quote the file.
    throw new OperatorError(`${path} is damaged; restore it from a backup`);
  }
}

function lostSecrets(path: string, postgresDir: string): OperatorError {
  return new OperatorError(
    `${path} is missing, and the database in ${postgresDir} cannot be opened without it; restore the file, or remove that ` +
      'folder to start anew',
  );
}

/** Whole or not at all, and never twice: of two processes that start at once, both end up with the same file. */
async function createOnce(path: string, dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(newSecrets(), null, 2)}\n`);
    await handle.sync();
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

function newSecrets(): z.input<typeof fileShape> {
  const random = () => randomBytes(SECRET_BYTES).toString('base64');
  return {
    jwt_keys: [{ kid: 'k1', secret: random() }],
    master_key: random(),
    postgres_password: randomBytes(24).toString('base64url'),
  };
}

/** Those of the file open as well when the environment names the current one: what they have sealed would be lost. */
function allKeys(given: readonly SealingKey[], stored: readonly SealingKey[]): SealingKey[] {
  return [...given, ...stored.filter(({ kid }) => !given.some((key) => key.kid === kid))];
}

function derivePassword(masterKey: Buffer): string {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'pebble/app-login/v1', 24)).toString('base64url');
}
