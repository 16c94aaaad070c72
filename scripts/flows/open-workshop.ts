import { KeyRing } from '@pebble/core-api/crypto/key-ring';
import { Database } from '@pebble/core-api/db/database';
import { SecretKeeper } from '@pebble/core-api/features/sources/sealed-secret';
import { loadConfig } from '@pebble/core-api/runtime/config';
import { FLOWS_ROOT, loadCatalog } from '@pebble/flows/catalog';
import { PIECES } from '@pebble/flows/pieces';
import { userInfo } from 'node:os';
import { openActivepieces } from '../activepieces/api.ts';
import { applicationLogin, openServer, presentSecrets } from '../lib/open-server.ts';
import { ScriptError } from '../lib/script-error.mjs';
import { openN8n } from './n8n-api.ts';
import type { Desk, Workshop } from './workshop.ts';

/** The workshop of this installation, by its environment. Nothing is opened before it is needed. */
export async function openWorkshop(
  env: NodeJS.ProcessEnv,
  by = userInfo().username,
): Promise<Workshop & { close(): Promise<void> }> {
  let opened: Promise<Desk & { close(): Promise<void> }> | undefined;
  return {
    root: FLOWS_ROOT,
    catalog: await loadCatalog(),
    pieces: PIECES,
    by: `console:${by}`,
    publicUrl: env['PUBLIC_URL']?.replace(/\/+$/, '') || null,
    desk: () => (opened ??= openDesk(env)),
    async activepieces() {
      const url = demand(env, 'ACTIVEPIECES_URL', 'where Activepieces answers');
      const { ACTIVEPIECES_TOKEN: token, ACTIVEPIECES_PROJECT_ID: projectId } = env;
      const { ACTIVEPIECES_EMAIL: email, ACTIVEPIECES_PASSWORD: password } = env;
      return openActivepieces({
        url,
        ...(token ? { token } : {}),
        ...(email ? { email } : {}),
        ...(password ? { password } : {}),
        ...(projectId ? { projectId } : {}),
      });
    },
    n8n: () =>
      openN8n({
        url: demand(env, 'N8N_URL', 'where n8n answers'),
        apiKey: demand(env, 'N8N_API_KEY', 'a key of its public API (Settings, n8n API)'),
      }),
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

async function openDesk(env: NodeJS.ProcessEnv) {
  const config = loadConfig(env);
  const secrets = await presentSecrets(config);
  const server = await openServer(config, secrets);
  try {
    const db = new Database(await applicationLogin(server.owner, config, secrets), 2);
    const keeper = new SecretKeeper(new KeyRing(secrets.masterKey, secrets.sealingKeys));
    return { db, keeper, close: () => db.close().finally(() => server.close()) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function demand(env: NodeJS.ProcessEnv, name: string, meaning: string): string {
  const value = env[name]?.trim();
  if (!value) throw new ScriptError(`Set ${name}: ${meaning}.`);
  return value;
}
