import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { run } from '../tools.ts';
import { runQuietly } from '../../lib/run-quietly.mjs';

/** An n8n of its own: where it keeps its things, and the settings that keep it to this machine. */
export interface N8nHome {
  /** Scratch folder; n8n's data is in `.n8n` below it. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** `node` arguments that run its command line. */
  command: readonly string[];
  url: string;
}

const OFF = ['DIAGNOSTICS', 'VERSION_NOTIFICATIONS', 'VERSION_NOTIFICATIONS_WHATS_NEW', 'TEMPLATES'];
const OFF_TOO = ['DYNAMIC_BANNERS', 'HIRING_BANNER', 'PERSONALIZATION', 'VERIFIED_PACKAGES'];

export async function makeHome(install: string, folder: string): Promise<N8nHome> {
  const port = await freePort();
  const switches = [...OFF, ...OFF_TOO].map((name) => [`N8N_${name}_ENABLED`, 'false']);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...Object.fromEntries(switches),
    ...{ N8N_LICENSE_AUTO_RENEW_ENABLED: 'false', N8N_DISABLED_MODULES: 'mcp-registry' },
    ...{ N8N_USER_FOLDER: folder, N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'), DB_TYPE: 'sqlite' },
    ...{
      N8N_PORT: String(port),
      N8N_LISTEN_ADDRESS: '127.0.0.1',
      N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    },
    ...{ N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1', N8N_LOG_LEVEL: 'info', NO_COLOR: '1' },
    ...{
      NODE_OPTIONS: '',
      NODE_ENV: 'production',
      N8N_REINSTALL_MISSING_PACKAGES: 'false',
      N8N_SECURE_COOKIE: 'false',
    },
  };
  const command = [process.execPath, join(install, 'node_modules/n8n/bin/n8n')];
  return { folder, env, command, url: `http://127.0.0.1:${port}` };
}

/** Packs `nodes/` and installs it where n8n's own screen would, from the tarball alone. */
export async function installNodes(home: N8nHome, nodes: string): Promise<string> {
  await run('npm', ['pack', '--silent', '--pack-destination', home.folder], nodes);
  const tarball = (await readdir(home.folder)).find((name) => name.endsWith('.tgz')) ?? '';
  const folder = join(home.folder, '.n8n', 'nodes');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true }));
  const options = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  await run('npm', ['install', join(home.folder, tarball), ...options], folder);
  return tarball;
}

/** A command of n8n's own, such as `import:workflow`. Its output is shown when it fails. */
export async function n8nCommand({ command, env, folder }: N8nHome, ...args: string[]): Promise<void> {
  await runQuietly([...command, ...args], { cwd: folder, env });
}
