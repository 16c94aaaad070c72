import { randomInt } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from './db/database.ts';
import { hashPassword } from './features/auth/password.ts';
import { findOperators, nameOperator, type OwnerAccess } from './features/senders/operators.ts';
import { DEMO_TENANTS } from './features/tenants/demo-tenants.ts';
import { seedDemo, type DemoCredential } from './features/tenants/seed-demo.ts';

const FILE = 'demo-credentials.json';

/**
 * Makes sure that the demo tenants exist and that DATA_DIR/demo-credentials.json (0600) opens them. The password is the given
 * one, else the one of an earlier start, else a new random one.
 */
export async function prepareDemo(
  db: Database,
  dataDir: string,
  wanted: string | null,
): Promise<DemoCredential[]> {
  const path = join(dataDir, FILE);
  const known = await readPassword(path);
  const password = wanted ?? known ?? randomPassword();
  const credentials = await seedDemo(db, {
    password,
    passwordHash: () => hashPassword(password),
    reset: password !== known,
  });
  // Whole or not at all: a reader never meets half a file. Always made anew: the mode is one of making, and what an
  // interrupted start or somebody else left at this name keeps its own.
  await rm(`${path}.new`, { force: true });
  const text = `${JSON.stringify({ users: credentials }, null, 2)}\n`;
  await writeFile(`${path}.new`, text, { mode: 0o600, flag: 'wx' });
  await rename(`${path}.new`, path);
  return credentials;
}

/** The first demo organisation plays the operator, unless somebody has decided otherwise. */
export async function nameDemoOperator(access: OwnerAccess): Promise<void> {
  const [first] = DEMO_TENANTS;
  if (first && (await findOperators(access)).length === 0) await nameOperator(access, first.slug);
}

const Known = z.object({ users: z.array(z.object({ password: z.string() })).min(1) });

async function readPassword(path: string): Promise<string | null> {
  try {
    return Known.parse(JSON.parse(await readFile(path, 'utf8'))).users[0]?.password ?? null;
  } catch {
    return null;
  }
}

/** Easy to read aloud and to type: no letter that looks like another. About 82 bits. */
function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
