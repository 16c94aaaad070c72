import { deliver } from './deliver.ts';
import type { MailParts } from './mime.ts';
import { mailboxOf, type World } from './world.ts';

/** Brightwater Valves & Fittings, a trading company that does not exist. */
export const SAMPLE_USERS = [
  { address: 'sales@brightwater.example', name: 'Brightwater Sales' },
  { address: 'logistics@brightwater.example', name: 'Brightwater Logistics' },
  { address: 'tender@brightwater.example', name: 'Brightwater Tenders' },
  { address: 'mara.ekholm@brightwater.example', name: 'Mara Ekholm' },
] as const;

const SALES: readonly MailParts[] = [
  {
    from: 'Ada Byron <ada.byron@castlegate-water.example>',
    subject: 'Quotation for 40 ball valves DN50',
    text: 'Good morning,\n\nplease quote 40 ball valves DN50, PN16, stainless steel, delivered to Leeds by 18 December.\n\nKind regards\nAda Byron',
    messageId: '<q-40-dn50@castlegate-water.example>',
  },
  {
    from: 'Ada Byron <ada.byron@castlegate-water.example>',
    subject: 'Re: Quotation for 40 ball valves DN50',
    text: 'One more thing: could you offer the same in DN65 as an option?\n\nAda',
    messageId: '<q-40-dn65@castlegate-water.example>',
    inReplyTo: '<q-40-dn50@castlegate-water.example>',
  },
  {
    from: 'Tomas Ferreira <tferreira@portodouro.example>',
    subject: 'Price list 2027',
    text: 'Dear all, may we have your price list for 2027, and your terms for a yearly contract?\n\nTomas Ferreira\nPorto Douro Lda',
  },
  {
    from: 'Weekly Valve News <news@valve-news.example>',
    subject: 'The ten best gaskets of the year',
    text: 'Read on our site. Unsubscribe at any time.',
  },
];

const LOGISTICS: readonly MailParts[] = [
  {
    from: 'Dispatch <dispatch@northline-freight.example>',
    subject: 'Shipment NF-20931 delayed',
    text: 'The truck with NF-20931 (12 pallets) waits at the border and will arrive on Thursday instead of Tuesday.',
  },
  {
    from: 'Jo Nakamura <jo.nakamura@kitahama.example>',
    subject: 'Certificate of analysis for batch 7731',
    text: 'Please send the certificate of analysis for batch 7731 before unloading. Thank you, Jo',
  },
];

const TENDER: readonly MailParts[] = [
  {
    from: 'Procurement <procurement@city-of-elmstead.example>',
    subject: 'Invitation to tender 2026/118: pumping station Elmstead',
    text: 'You are invited to tender for the valves of the pumping station Elmstead. Deadline: 15 January, 12:00. Questions by 20 December.',
  },
  {
    from: 'Procurement <procurement@city-of-elmstead.example>',
    subject: 'Clarification no. 1 to tender 2026/118',
    text: 'The nominal pressure in position 4 is PN25, not PN16.',
  },
];

/** Mails of the past hours, a quarter of an hour apart. */
export async function seedMails(world: World): Promise<void> {
  const boxes = { sales: SALES, logistics: LOGISTICS, tender: TENDER };
  for (const [name, mails] of Object.entries(boxes)) {
    const user = world.mailboxes.find(({ address }) => address.startsWith(`${name}@`))?.address;
    if (user === undefined) continue;
    for (const [at, mail] of mails.entries()) {
      const receivedAt = new Date(world.now() - (mails.length - at) * 15 * 60_000).toISOString();
      await deliver(world, mailboxOf({ params: { user }, world }), mail, { receivedAt });
    }
  }
}
