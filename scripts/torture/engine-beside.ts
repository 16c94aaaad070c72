import { newSigningSecret, recordDeployment } from '@pebble/core-api/features/flows/deployments';
import { activeFlow } from '@pebble/core-api/features/flows/flow-versions';
import { systemScope } from '@pebble/core-api/db/scope';
import { startStandInHost } from '@pebble/core-api/worker/testing/stand-in-host';
import { openWorkshop } from '../flows/open-workshop.ts';
import type { Scratch } from './scratch.ts';

/** Starts an engine beside an installation, and deploys the flow of every tenant's mail to it. */
export async function startEngineBeside(
  api: string,
  env: NodeJS.ProcessEnv,
  scratch: Scratch,
): Promise<void> {
  const secret = newSigningSecret();
  const host = await startStandInHost(api, secret);
  scratch.onClose(() => host.close());
  const workshop = await openWorkshop(env, 'torture');
  try {
    const { db, keeper } = await workshop.desk();
    for (const { id } of await db.tenants()) {
      await db.withTenant(systemScope(id, 'torture', 'engine-beside'), async (tx) =>
        recordDeployment(tx, keeper, {
          version: await activeFlow(tx, 'email-triage'),
          engine: 'n8n',
          deployedBy: 'system',
          remote: { id: 'beside', url: null, webhookUrl: host.url, secret },
        }),
      );
    }
  } finally {
    await workshop.close();
  }
}
