import type { ReceivedMail } from '@pebble/contract/mails';
import { rawMail, type TestMail } from '../../../../test/mails.ts';
import type { TestCore } from '../../../../test/test-core.ts';
import { workerDeps } from '../../../../test/test-worker.ts';
import { asOwner } from '../../../db/owner.ts';
import { processMail } from '../../../worker/process-mail.ts';

export type LabMail = TestMail & { headers?: readonly string[] };

/** Mail from the door to its outcome, one after the other, with the real worker but without a queue. */
export function mailLab(test: TestCore, admin: string, tenant: 'ours' | 'theirs' = 'ours') {
  const deps = workerDeps(test);
  const { id: tenantId, scope } = test[tenant];
  const get = async <T>(path: string) => (await test.send({ path, token: admin })).body as T;

  async function accept(mail: LabMail | { raw: Buffer }): Promise<string> {
    const bytes = 'raw' in mail ? mail.raw : withHeaders(mail);
    const raw = { type: 'message/rfc822', bytes };
    const reply = await test.send({ method: 'POST', path: '/api/v1/ingestion/email/', token: admin, raw });
    if (reply.status !== 202) throw new Error(`accepting answered ${reply.status}`);
    return (reply.body as { tracking_id: string }).tracking_id;
  }

  async function work(trackingId: string): Promise<ReceivedMail> {
    const job = { tenant_id: tenantId, tracking_id: trackingId, correlation_id: `lab-${trackingId}` };
    await processMail(deps, { job, number: 1, last: true });
    return get<ReceivedMail>(`/api/v1/mails/${trackingId}/`);
  }

  return {
    accept,
    work,
    get,
    /** Accepts a mail and works on it. */
    take: async (mail: LabMail | { raw: Buffer }) => work(await accept(mail)),
    rows: (table: string, where: Record<string, unknown>) =>
      test.db.withTenant(scope, (tx) =>
        tx.sql<Record<string, unknown>>(table).where(where).select<Record<string, unknown>[]>('*'),
      ),
    /** Makes mails look as if they had come that long ago. */
    age: (trackingIds: readonly string[], minutes: number) =>
      asOwner(test.owner, (client) =>
        client.query(
          `UPDATE inbound_emails SET received_at = received_at - make_interval(mins => $2) WHERE id = ANY ($1)`,
          [trackingIds, minutes],
        ),
      ),
  };
}

function withHeaders({ headers = [], ...mail }: LabMail): Buffer {
  const lines = headers.map((header) => `${header}\r\n`).join('');
  return Buffer.concat([Buffer.from(lines), rawMail(mail)]);
}
