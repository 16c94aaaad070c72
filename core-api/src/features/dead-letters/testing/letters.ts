import { KEY_RING } from '../../../../test/key-ring.ts';
import { acceptRaw, rawMail } from '../../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../../test/test-core.ts';
import type { TenantTx } from '../../../db/with-tenant.ts';
import type { RawReply } from '../../../http/dispatch.ts';
import type { CauseOfDeath } from '../../../worker/cause-of-death.ts';
import { bury } from '../../../worker/dead-letter.ts';

export const PATH = '/api/v1/sync-errors/';

export const CAUSE: CauseOfDeath = {
  errorClass: 'InputError',
  message: 'the customer "C-102" is blocked',
  traceback: 'InputError: the customer is blocked\n    at somewhere (file.ts:1:2)',
  step: 'place_sure',
  fingerprint: 'aaaaaaaaaaaaaaaa',
};

interface LoggedEvent {
  id: number;
  inbound_id: string;
  type: string;
  actor: string;
  data: Record<string, unknown>;
}

/** Dead letters without a worker: mails that are buried as soon as they are accepted. */
export interface Letters extends TestCore {
  /** Of a person of ops. */
  token: string;
  inTenant<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>;
  request(method: string, path: string, body?: object, as?: string): Promise<RawReply>;
  /** Throws unless it succeeds. */
  ask<T>(method: string, path: string, body?: object): Promise<T>;
  /** Sends an edit. */
  put(id: string, version: number, raw: { type: string; bytes: Uint8Array }): Promise<RawReply>;
  die(
    cause?: Partial<CauseOfDeath>,
    raw?: Uint8Array,
  ): Promise<{ id: string; trackingId: string; raw: Uint8Array }>;
  eventsOf(trackingId: string, type: string): Promise<LoggedEvent[]>;
  discardAll(): Promise<void>;
}

export async function startLetters(): Promise<Letters> {
  const test = await createTestCore();
  const token = await test.signIn('ops');
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);
  const request = (method: string, path: string, body?: object, as = token) =>
    test.send({ method, path: `${PATH}${path}`, token: as, ...(body ? { body } : {}) });
  return {
    ...test,
    ...{ token, inTenant, request },
    async ask<T>(method: string, path: string, body?: object) {
      const reply = await request(method, path, body);
      if (reply.status >= 300)
        throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
      return reply.body as T;
    },
    put: (id, version, raw) =>
      test.send({ method: 'PUT', path: `${PATH}${id}/edit/?version=${version}`, token, raw }),
    async die(cause = {}, raw = rawMail()) {
      const trackingId = await acceptRaw(test.db, test.ours, raw);
      await inTenant((tx) => bury(tx, KEY_RING, trackingId, 4, { ...CAUSE, ...cause }));
      const [row] = await inTenant((tx) =>
        tx
          .sql<{ id: string; inbound_id: string }>('sync_errors')
          .where({ inbound_id: trackingId })
          .select('id'),
      );
      return { id: row?.id ?? '', trackingId, raw };
    },
    eventsOf: (trackingId, type) =>
      inTenant((tx) =>
        tx.sql<LoggedEvent>('events').where({ inbound_id: trackingId, type }).orderBy('id').select(),
      ),
    async discardAll() {
      await request('POST', 'discard/', { selection: { filter: {} }, reason: 'left by another test' });
    },
  };
}
