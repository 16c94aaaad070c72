import type { Body } from '@pebble/contract/endpoint';
import type { placeMail } from '@pebble/contract/jobs';
import type { TenantTx } from '../src/db/with-tenant.ts';
import { lockInbound } from '../src/features/jobs/inbound-mail.ts';
import { MailStore } from '../src/features/jobs/mail-store.ts';
import { place } from '../src/features/jobs/place-mail.ts';
import { acceptRaw, rawMail, type TestMail } from './mails.ts';
import { seedTenant, type SeededTenant } from './seed.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

const SURE: Body<typeof placeMail> = {
  ...{ stream: 'crm', intent: 'new_enquiry', probability: 0.9, decided_by: 'rules' },
  ...{ triage: false, reasons: [] },
};

export interface ThreadLab extends TestDatabase {
  ours: SeededTenant;
  arrive(mail: TestMail): Promise<string>;
  /** Places an accepted mail with the rights that its flow has. */
  place(trackingId: string, entity?: 'north' | 'south'): Promise<{ card_id: string; action: string }>;
  /** Accepts and places. Returns the card that the mail was put on. */
  receive(mail: TestMail): Promise<string>;
  /** Runs work as headquarters. */
  hq<T>(work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** The card on which each mail lies now, by Message-ID without brackets. */
  cardsOf(messageIds: readonly string[]): Promise<(string | undefined)[]>;
}

/** A tenant, and mails that are placed without a flow. */
export async function createThreadLab(options: { poolSize?: number } = {}): Promise<ThreadLab> {
  const test = await createTestDatabase({ poolSize: options.poolSize ?? 16 });
  const ours = await seedTenant(test.db, 'ours');
  const mails = new MailStore();
  const arrive = (mail: TestMail) => acceptRaw(test.db, ours, rawMail(mail));
  const hq = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(ours.scope, work);
  const placeOne: ThreadLab['place'] = (trackingId, entity) =>
    test.db.withTenant(entity ? ours.entityScope(entity) : ours.scope, async (tx) =>
      place(
        tx,
        {
          inbound: await lockInbound(tx, trackingId),
          mail: await mails.load(tx, trackingId),
          claimed: false,
        },
        SURE,
      ),
    );
  return {
    ...test,
    ours,
    arrive,
    hq,
    place: placeOne,
    receive: async (mail) => (await placeOne(await arrive(mail))).card_id,
    cardsOf: (messageIds) =>
      hq(async (tx) => {
        const rows = await tx
          .sql<{ message_id: string; card_id: string }>('emails')
          .whereIn(
            'message_id',
            messageIds.map((id) => `<${id}>`),
          )
          .select('message_id', 'card_id');
        return messageIds.map((id) => rows.find((row) => row.message_id === `<${id}>`)?.card_id);
      }),
  };
}
