import type { Body } from '@pebble/contract/endpoint';
import type { placeMail } from '@pebble/contract/jobs';
import type { Database } from '../src/db/database.ts';
import type { TenantTx } from '../src/db/with-tenant.ts';
import { end } from '../src/features/jobs/end-mail.ts';
import { lockInbound } from '../src/features/jobs/inbound-mail.ts';
import { MailStore } from '../src/features/jobs/mail-store.ts';
import { Placements } from '../src/features/jobs/placements.ts';
import { takeMails } from '../src/features/jobs/take-mails.ts';
import { place } from '../src/features/jobs/place-mail.ts';
import { acceptRaw, rawMail, type TestMail } from './mails.ts';
import type { SeededTenant } from './seed.ts';

const SURE: Body<typeof placeMail> = {
  ...{ stream: 'crm', intent: 'new_enquiry', probability: 0.9, decided_by: 'rules' },
  ...{ triage: false, reasons: [] },
};

type Entity = 'north' | 'south';

/** Mails of one tenant, placed without a flow. */
export interface ThreadLab {
  arrive(mail: TestMail): Promise<string>;
  /** Places an accepted mail, with the rights of the whole tenant or, as a flow has them, of one entity. */
  place(trackingId: string, entity?: Entity): Promise<{ card_id: string; action: string }>;
  /** The same inside a running transaction. */
  placeIn(tx: TenantTx, trackingId: string): Promise<{ card_id: string; action: string }>;
  /** Places accepted mails in one instant, as workers do: `workers` of them share the mails, each gathers its own. */
  placeTogether(
    trackingIds: readonly string[],
    workers?: number,
  ): Promise<{ card_id: string; action: string }[]>;
  /** Ends an accepted mail as a copy of another. */
  endAsCopy(trackingId: string): Promise<void>;
  /** Accepts and places. Returns the card that the mail was put on. */
  receive(mail: TestMail): Promise<string>;
  /** Runs work as headquarters. */
  hq<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** The card on which each mail lies now, by Message-ID without brackets. */
  cardsOf(messageIds: readonly string[]): Promise<(string | undefined)[]>;
  count(table: string, where: object): Promise<number>;
  /** Until a statement finds something. */
  until(statement: string): Promise<void>;
}

export function threadLab(db: Database, ours: SeededTenant): ThreadLab {
  const mails = new MailStore();
  const hq: ThreadLab['hq'] = (work) => db.withTenant(ours.scope, work);
  const arrive = (mail: TestMail) => acceptRaw(db, ours, rawMail(mail));
  const placeIn: ThreadLab['placeIn'] = async (tx, trackingId) => {
    const inbound = await lockInbound(tx, trackingId);
    return place(tx, { inbound, mail: await mails.load(tx, trackingId), claimed: false }, SURE);
  };
  const placeOne: ThreadLab['place'] = (trackingId, entity) =>
    db.withTenant(entity ? ours.entityScope(entity) : ours.scope, (tx) => placeIn(tx, trackingId));
  return {
    ...{ arrive, hq, placeIn, place: placeOne },
    async until(statement) {
      while ((await db.pool.raw<{ rows: unknown[] }>(statement)).rows.length === 0);
    },
    async placeTogether(trackingIds, workers = 1) {
      await hq((tx) => takeMails(tx, trackingIds));
      const gathering = Array.from({ length: workers }, () => new Placements(mails));
      return Promise.all(
        trackingIds.map(async (trackingId, at) => {
          const placement = { trackingId, decision: SURE, correlationId: `call-${trackingId}` };
          const placed = await gathering[at % workers]?.placeFresh(db, ours.scope, placement);
          return placed ?? placeOne(trackingId);
        }),
      );
    },
    endAsCopy: (trackingId) =>
      hq(async (tx) => {
        const inbound = await lockInbound(tx, trackingId);
        await end(tx, inbound, await mails.load(tx, trackingId), { state: 'duplicate', reason: 'a copy' });
      }),
    receive: async (mail) => (await placeOne(await arrive(mail))).card_id,
    cardsOf: (messageIds) =>
      hq(async (tx) => {
        const named = messageIds.map((id) => `<${id}>`);
        const rows = await tx
          .sql<{ message_id: string; card_id: string }>('emails')
          .whereIn('message_id', named)
          .select('message_id', 'card_id');
        return named.map((id) => rows.find((row) => row.message_id === id)?.card_id);
      }),
    count: (table, where) => hq(async (tx) => (await tx.sql(table).where(where).select('tenant_id')).length),
  };
}
