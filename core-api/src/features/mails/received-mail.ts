import type { NoiseKind } from '@pebble/contract/noise';
import type { InboundState } from '@pebble/contract/ingestion';
import type { ReceivedMail } from '@pebble/contract/mails';

/** A row of inbound_emails without its bytes. */
export interface ReceivedRow {
  id: string;
  entity_id: string;
  mailbox: string | null;
  source_system: string;
  from_name: string;
  from_address: string;
  subject: string;
  sent_at: Date | null;
  received_at: Date;
  state: InboundState;
  noise_kind: NoiseKind | null;
  reason: string | null;
  card_id: string | null;
  about_card_id: string | null;
  duplicate_of: string | null;
  opened_at: Date | null;
  attempts: number;
}

/**
 * Of rows that go by `m`, after their columns: where the cards are now. A copy shows the card of the mail that it repeats, also
 * when that got it later.
 */
export const LIVE_CARDS = `
  live_card(coalesce(m.card_id, (SELECT f.card_id FROM inbound_emails f WHERE f.id = m.duplicate_of))) AS card_id,
  live_card(m.about_card_id) AS about_card_id`;

export const RECEIVED_COLUMNS: readonly (keyof ReceivedRow)[] = [
  ...(['id', 'entity_id', 'mailbox', 'from_name', 'from_address', 'subject', 'sent_at'] as const),
  ...(['received_at', 'state', 'noise_kind', 'reason', 'card_id', 'about_card_id'] as const),
  ...(['duplicate_of', 'opened_at', 'attempts', 'source_system'] as const),
];

export function showReceived(row: ReceivedRow): ReceivedMail {
  const { id, sent_at, received_at, opened_at, duplicate_of: _, ...rest } = row;
  return {
    ...rest,
    tracking_id: id,
    sent_at: sent_at?.toISOString() ?? null,
    received_at: received_at.toISOString(),
    opened: opened_at !== null,
  };
}
