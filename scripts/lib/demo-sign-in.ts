import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ScriptError } from './script-error.mjs';

const Credentials = z.object({
  users: z.array(z.object({ email: z.string(), password: z.string(), role: z.string() })),
});

/** The first admin that `npm start` wrote down for the demo. */
export async function readDemoSignIn(dataDir: string): Promise<{ email: string; password: string }> {
  const path = join(dataDir, 'demo-credentials.json');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ScriptError(
      `There are no demo sign-ins in ${path}\nStart Pebble with \`npm start\`, or use --email and --password.`,
    );
  });
  const admin = parse(text)?.users.find(({ role }) => role === 'admin');
  if (!admin) throw new ScriptError(`There is no admin in ${path}\nUse --email and --password.`);
  return admin;
}

function parse(text: string): z.infer<typeof Credentials> | null {
  try {
    return Credentials.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
