import type { FlowRun } from '@pebble/contract/flows';
import { tmpdir } from 'node:os';
import type { z } from 'zod';
import { KEY_RING } from '../../../test/key-ring.ts';
import { acceptRaw, rawMail, type TestMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { asOwner } from '../../db/owner.ts';
import { newSigningSecret, recordDeployment } from '../../features/flows/deployments.ts';
import { activeFlow } from '../../features/flows/flow-versions.ts';
import { SecretKeeper } from '../../features/sources/sealed-secret.ts';
import { createApp } from '../../http/express-app.ts';
import { listen } from '../../http/listen.ts';
import type { ForeignEngine } from '../foreign-engine.ts';
import { outsideHttp } from '../outside-http.ts';
import { SOUND, startStandInHost, type Faults, type StandInHost } from './stand-in-host.ts';

export type Run = z.output<typeof FlowRun>;

/** A listening Pebble, and an engine beside it to which email-triage is deployed. */
export interface ForeignLab {
  test: TestCore;
  host: StandInHost;
  foreign: ForeignEngine;
  /** Makes the engine sound again, but for these faults. */
  faults(change?: Partial<Faults>): void;
  accept(mail?: TestMail): Promise<string>;
  rows(table: string, id: string, column?: string): Promise<Record<string, unknown>[]>;
  /** Lets the time of a mail's open lease be over. True when there was one. */
  expire(trackingId: string): Promise<boolean>;
  close(): Promise<void>;
}

export async function openForeignLab(): Promise<ForeignLab> {
  const test = await createTestCore();
  const app = createApp({ dispatch: test.core.dispatch, docsPage: '', uiFolder: tmpdir() });
  const api = await listen(app, '127.0.0.1', 0);
  const secret = newSigningSecret();
  const host = await startStandInHost(api.url, secret);
  const keeper = new SecretKeeper(KEY_RING);
  await test.db.withTenant(test.ours.scope, async (tx) =>
    recordDeployment(tx, keeper, {
      version: await activeFlow(tx, 'email-triage'),
      engine: 'n8n',
      deployedBy: 'system',
      remote: { id: 'w1', url: null, webhookUrl: host.url, secret },
    }),
  );
  return {
    test,
    host,
    foreign: { engine: 'n8n', keeper, http: outsideHttp, leaseSeconds: 300, mostInHand: 32 },
    faults: (change = {}) => void Object.assign(host.faults, SOUND, change),
    accept: (mail) => acceptRaw(test.db, test.ours, rawMail(mail)),
    rows: (table, id, column = 'inbound_id') =>
      test.db.withTenant(test.ours.scope, (tx) =>
        tx.sql<Record<string, unknown>>(table).where(column, id).select<Record<string, unknown>[]>('*'),
      ),
    expire: (trackingId) =>
      asOwner(test.owner, async (owner) => {
        const { rowCount } = await owner.query(
          `UPDATE flow_leases SET until = now() - interval '1 second' WHERE inbound_id = $1 AND closed_at IS NULL`,
          [trackingId],
        );
        return (rowCount ?? 0) > 0;
      }),
    async close() {
      await host.close();
      await api.close();
      await test.close();
    },
  };
}
