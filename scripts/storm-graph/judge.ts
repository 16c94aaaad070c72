import { call } from '@pebble/contract/client';
import { checkMailFeed, verifyReceipt, type ReceiptDetail } from '@pebble/contract/receipts';
import { verifyAudit } from '../torture/installation.ts';
import type { Ground } from './ground.ts';
import type { Phase, Sent } from './weather.ts';

export interface StormVerdict {
  receipts: readonly ReceiptDetail[];
  /** What is wrong, in words; nothing when all is well. */
  findings: string[];
  cards: number;
  /** Milliseconds from the delivery to the card, by phase. */
  toCard: Readonly<Record<Phase, { p50: number; p99: number; most: number }>>;
}

/** Holds what was delivered against the receipts, and both against the database itself. */
export async function judge(ground: Ground, sent: readonly Sent[]): Promise<StormVerdict> {
  const findings: string[] = [];
  const receipts: ReceiptDetail[] = [];
  for (const feed of ground.feeds) receipts.push(await proveFeed(ground, feed, sent, findings));
  const effects = await effectsOf(ground);
  const wanted = new Set(sent.map(({ messageId }) => messageId.replace(/^<|>$/g, '')));
  const missing = [...wanted].filter((id) => !effects.has(id)).length;
  const doubled = [...effects].filter(([id, count]) => wanted.has(id) && count > 1).length;
  if (missing > 0) findings.push(`${missing} Message-IDs are on no card`);
  if (doubled > 0) findings.push(`${doubled} Message-IDs are on cards twice`);
  const audit = await verifyAudit(ground.env);
  if (audit !== null) findings.push(`the audit chain: ${audit}`);
  for (const mailbox of new Set(sent.map((one) => one.mailbox))) {
    const { most } = ground.twin.loadOf(mailbox);
    if (most > 4) findings.push(`${most} requests at once were under way at ${mailbox}`);
  }
  return { receipts, findings, cards: effects.size, toCard: await timesToCard(ground, sent) };
}

async function proveFeed(
  { session, twin }: Ground,
  feed: Ground['feeds'][number],
  sent: readonly Sent[],
  findings: string[],
): Promise<ReceiptDetail> {
  const params = { feed_id: feed.id };
  const from = new Date(Date.parse(feed.created_at) - 60_000).toISOString();
  const to = new Date(Date.now() + 60_000).toISOString();
  const receipt = await call(session.send, checkMailFeed, { params, body: { from, to } });
  const { valid } = await call(session.send, verifyReceipt, { params: { receipt_id: receipt.id } });
  const delivered = sent.filter(({ mailbox }) => mailbox === feed.mailbox).length;
  const held = twin.holds(feed.mailbox).length;
  const { seen, missing, doubled } = receipt.counts;
  if (!valid) findings.push(`${feed.mailbox}: the signature does not fit`);
  if (seen !== delivered || seen !== held) {
    findings.push(`${feed.mailbox}: ${seen} seen, ${delivered} delivered, ${held} in the folder`);
  }
  if (missing > 0 || doubled > 0 || receipt.status !== 'complete') {
    findings.push(`${feed.mailbox}: ${receipt.status}, ${missing} missing, ${doubled} doubled`);
  }
  return receipt;
}

/** How often each Message-ID is on a card. */
async function effectsOf({ postgres, database }: Ground): Promise<Map<string, number>> {
  const { rows } = await postgres.asOwner(database, (client) =>
    client.query<{ id: string; count: number }>(
      `SELECT trim(both '<>' from message_id) AS id, count(*)::int AS count FROM emails GROUP BY 1`,
    ),
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

async function timesToCard(
  { postgres, database }: Ground,
  sent: readonly Sent[],
): Promise<StormVerdict['toCard']> {
  const { rows } = await postgres.asOwner(database, (client) =>
    client.query<{ id: string; at: Date }>(
      `SELECT i.external_id AS id, min(e.occurred_at) AS at FROM feed_items i JOIN events e ON e.inbound_id = i.tracking_id
       WHERE e.type IN ('card.created', 'card.mail_appended') GROUP BY 1`,
    ),
  );
  const placed = new Map(rows.map(({ id, at }) => [id, at.getTime()]));
  const of = (phase: Phase) => {
    const times = sent
      .filter((one) => one.phase === phase && placed.has(one.id))
      .map((one) => (placed.get(one.id) ?? 0) - one.at)
      .sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
    return { p50: at(0.5), p99: at(0.99), most: times.at(-1) ?? NaN };
  };
  return { push: of('push'), dead: of('dead'), after: of('after') };
}
