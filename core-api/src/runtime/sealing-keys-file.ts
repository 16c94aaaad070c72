import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SECRET_BYTES } from './jwt-keys.ts';
import { OperatorError } from './operator-error.ts';

interface Stored {
  sealing_keys?: { kid: string; secret: string }[];
}

/**
 * Puts a new sealing key in front of those in `DATA_DIR/secrets.json`, and returns its name. Processes use it from their next
 * start on. The file is replaced as a whole: whoever reads it meanwhile finds the old or the new one.
 *
 * @throws OperatorError without such a file, or while another rotation is under way
 */
export async function addSealingKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secrets.json');
  if (!existsSync(path)) {
    throw new OperatorError(
      `There is no ${path} yet. Start Pebble once; or set PEBBLE_SEALING_KEYS where it has none.`,
    );
  }
  const draft = `${path}.rotating`;
  const handle = await open(draft, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new OperatorError(
      `Another rotation is under way. If there is none, remove ${draft} and try again.`,
    );
  });
  try {
    const stored = JSON.parse(await readFile(path, 'utf8')) as Stored;
    const known = stored.sealing_keys ?? [];
    const kid = nextName(known.map((key) => key.kid));
    const key = { kid, secret: randomBytes(SECRET_BYTES).toString('base64') };
    await handle.writeFile(`${JSON.stringify({ ...stored, sealing_keys: [key, ...known] }, null, 2)}\n`);
    // What the new key seals is lost without it: it must be on the disk before anybody can use it.
    await handle.sync();
    await rename(draft, path);
    return kid;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** `s1`, `s2` and so on: names stand beside what they have sealed, so none is used twice. */
export function nextName(kids: readonly string[]): string {
  const numbers = kids.map((kid) => Number(/^s(\d+)$/.exec(kid)?.[1] ?? 0));
  return `s${Math.max(0, ...numbers) + 1}`;
}
