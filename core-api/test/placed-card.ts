import { lockInbound } from '../src/features/jobs/inbound-mail.ts';
import { place } from '../src/features/jobs/place-mail.ts';
import { acceptRaw, rawMail, type TestMail } from './mails.ts';
import type { TestCore } from './test-core.ts';

/** Accepts a mail for one of our entities and gives it a card in CRM / New, without a flow. */
export async function placeForTest(
  test: Pick<TestCore, 'db' | 'ours' | 'core'>,
  entity: 'north' | 'south' = 'north',
  mail: TestMail = {},
): Promise<{ cardId: string; trackingId: string; entityId: string }> {
  const to = `sales@${entity}.ours.example`;
  const trackingId = await acceptRaw(test.db, test.ours, rawMail({ to, ...mail }));
  const placed = await test.db.withTenant(test.ours.scope, async (tx) =>
    place(
      tx,
      {
        inbound: await lockInbound(tx, trackingId),
        mail: await test.core.mails.load(tx, trackingId),
        claimed: false,
      },
      {
        stream: 'crm',
        intent: 'new_enquiry',
        probability: 0.9,
        decided_by: 'rules',
        triage: false,
        reasons: ['quote'],
      },
    ),
  );
  return { cardId: placed.card_id, trackingId, entityId: test.ours.entities[entity] ?? '' };
}
