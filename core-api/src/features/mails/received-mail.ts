import type { NoiseKind } from '@pebble/contract/noise';
import type { InboundState } from '@pebble/contract/ingestion';
import type { ReceivedMail } from '@pebble/contract/mails';

/** A row of inbound_emails without its bytes. */
export interface ReceivedRow {
  id: string;
  entity_id: string;
  mailbox: string | null;
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
  opened_at: Date | null;
  attempts: number;
}

export const RECEIVED_COLUMNS: readonly (keyof ReceivedRow)[] = [
  ...(['id', 'entity_id', 'mailbox', 'from_name', 'from_address', 'subject', 'sent_at'] as const),
  ...(['received_at', 'state', 'noise_kind', 'reason', 'card_id', 'about_card_id'] as const),
  ...(['opened_at', 'attempts'] as const),
];

export function showReceived(row: ReceivedRow): ReceivedMail {
  const { id, sent_at, received_at, opened_at, ...rest } = row;
  return {
    ...rest,
    tracking_id: id,
    sent_at: sent_at?.toISOString() ?? null,
    received_at: received_at.toISOString(),
    opened: opened_at !== null,
  };
}
