import type { InboundState } from '@pebble/contract/ingestion';
import type { NoiseKind } from '@pebble/contract/noise';

/** What has become of a mail, in a word or two. */
export const mailStates: Record<InboundState, string> = {
  accepted: 'Waiting',
  processing: 'In work',
  done: 'On a card',
  duplicate: 'Copy',
  ignored: 'Ignored',
  dead: 'Dead',
};

/** What mail is that no person wrote. */
export const noiseKinds: Record<NoiseKind, string> = {
  bounce: 'Bounce',
  read_receipt: 'Read receipt',
  calendar_reply: 'Calendar reply',
  out_of_office: 'Out of office',
  auto_reply: 'Automatic answer',
  auto_generated: 'Made by a machine',
  bulk: 'Bulk mail',
  mailing_list: 'Mailing list',
  own_mail: 'Sent by ourselves',
  loop: 'Mail loop',
};
