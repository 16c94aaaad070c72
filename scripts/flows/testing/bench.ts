import { SecretKeeper } from '@pebble/core-api/features/sources/sealed-secret';
import { FLOWS_ROOT, loadCatalog } from '@pebble/flows/catalog';
import { PIECES } from '@pebble/flows/pieces';
import { KEY_RING } from '../../../core-api/test/key-ring.ts';
import { seedTenant, type SeededTenant } from '../../../core-api/test/seed.ts';
import { createTestDatabase } from '../../../core-api/test/test-database.ts';
import { openActivepieces } from '../../activepieces/api.ts';
import { startStandIn } from '../../activepieces/testing/stand-in.ts';
import { runCommand } from '../commands.ts';
import { openN8n } from '../n8n-api.ts';
import { readOptions, type Options } from '../options.ts';
import type { Report, Workshop } from '../workshop.ts';
import { startN8nStandIn } from './n8n-stand-in.ts';

/** A workshop over a real database and stand-ins of both hosts, with the flow that ships. */
export async function openBench() {
  const test = await createTestDatabase();
  const activepieces = await startStandIn();
  let failPublish = false;
  const n8n = await startN8nStandIn({ failPublish: () => failPublish });
  const [triage] = (await loadCatalog()).filter((one) => one.id === 'email-triage');
  if (!triage) throw new Error('no flow');
  const shop: Workshop = {
    root: FLOWS_ROOT,
    catalog: [triage],
    pieces: PIECES,
    desk: async () => ({ db: test.db, keeper: new SecretKeeper(KEY_RING) }),
    activepieces: () => openActivepieces({ url: activepieces.url, ...activepieces.account, pauseMs: 1 }),
    n8n: () => openN8n({ url: n8n.url, apiKey: n8n.apiKey, pauseMs: 1 }),
    publicUrl: 'https://pebble.example',
    by: 'console:ada',
  };
  return {
    ...{ test, activepieces, n8n, shop, triage },
    seed: (slug: string): Promise<SeededTenant> => seedTenant(test.db, slug),
    /** Installs the flow's pieces in the stand-in. */
    async installPieces() {
      const api = await shop.activepieces();
      for (const [name, version] of Object.entries(triage.manifest.pieces)) {
        await api.installPiece({ name, version, archive: new Uint8Array([31]) });
      }
    },
    refusePublishing(refuse: boolean) {
      failPublish = refuse;
    },
    /** Runs a command as typed, over the shop or one with other parts. */
    run(line: string, parts: Partial<Workshop> = {}): Promise<Report> {
      return runCommand({ ...shop, ...parts }, readOptions(line.split(' ')) as Options);
    },
    /** The message of a refusal; fails when the command went through. */
    async refusal(line: string, parts: Partial<Workshop> = {}): Promise<string> {
      return this.run(line, parts).then(
        ({ lines }) => {
          throw new Error(`not refused: ${lines.join('\n')}`);
        },
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    },
    close: () => Promise.all([test.close(), activepieces.close(), n8n.close()]),
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;
