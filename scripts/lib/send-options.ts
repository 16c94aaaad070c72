import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ScriptError } from './script-error.mjs';

export interface SendOptions {
  /** File, folder or mailbox archive, absolute. */
  path: string;
  /** Origin of Pebble, without a slash at the end. */
  url: string;
  /** Null: the first admin of the demo. */
  signIn: { email: string; password: string } | null;
  dataDir: string;
  /** Mails on their way at once. */
  concurrency: number;
  /** How long nothing may happen before the rest counts as unfinished. */
  patienceMs: number;
}

export const USAGE = `Hands mails to a running Pebble and tells what became of each.

  npm run send -- FILE|FOLDER|MBOX [options]

FILE is one raw mail (.eml), FOLDER is searched for .eml files, MBOX is a mailbox archive (.mbox).

  --url URL            where Pebble is             http://127.0.0.1:$PORT, port 3000 by default
  --email ADDRESS      sign in as                  the first admin in demo-credentials.json
  --password WORD      its password; PEBBLE_PASSWORD keeps it out of the process list
  --concurrency N      mails on their way at once  4
  --patience SECONDS   give up when nothing has happened for so long  60
`;

/** Null when only the usage was asked for. Throws ScriptError for what cannot be understood. */
export function readSendOptions(args: string[], env: NodeJS.ProcessEnv, cwd: string): SendOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new ScriptError(`Name one file or folder to send.\n\n${USAGE}`);
  return {
    // npm changes into the root of the project; the path is meant from where the person stands.
    path: resolve(env['INIT_CWD'] ?? cwd, path),
    url: originOf(values.url ?? `http://127.0.0.1:${env['PORT'] ?? 3000}`),
    signIn: signInOf(values.email, values.password ?? env['PEBBLE_PASSWORD']),
    dataDir: resolve(cwd, env['DATA_DIR'] ?? '.pebble'),
    concurrency: positive('--concurrency', values.concurrency),
    patienceMs: positive('--patience', values.patience) * 1000,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        concurrency: { type: 'string', default: '4' },
        patience: { type: 'string', default: '60' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new ScriptError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function originOf(text: string): string {
  const url = URL.parse(text);
  if (!url?.protocol.startsWith('http'))
    throw new ScriptError(`--url must be like http://127.0.0.1:3000, not ${text}`);
  return url.href.replace(/\/+$/, '');
}

function signInOf(email: string | undefined, password: string | undefined): SendOptions['signIn'] {
  if (email === undefined) return null;
  if (password === undefined) throw new ScriptError('--email needs --password, or PEBBLE_PASSWORD.');
  return { email, password };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new ScriptError(`${name} must be a whole number from 1 on.`);
  return value;
}
