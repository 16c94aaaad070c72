// Generated from pieces/pebble/src/operations/move-card.ts by `npm run nodes:generate`: change it there.
import { number, text } from '../../../kit/field';
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { PebbleClient } from '../client';

export const moveCard = operation({
  name: 'move_card',
  label: 'Move card',
  help: 'Moves a card to another column of its board. A move that the board does not allow is a ConflictError.',
  // A card that is already there refuses the move, so a repeat fails although the first one worked.
  group: 'Card',
  idempotent: false,
  fields: {
    job_token: jobToken,
    card_id: text('Card', { help: 'Id of the card.', required: true }),
    to: text('Column', { help: 'Key of the column to move to.', required: true }),
    version: number('Version', { help: 'The version you saw; leave it out to move whatever is there.' }),
  },
  run: (pebble: PebbleClient, { job_token, card_id, to, version }) =>
    pebble(job_token).moveCard(card_id, { to, version }),
});
