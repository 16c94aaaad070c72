import { listBoards } from '@pebble/contract/boards';
import { getAttachment, getCard, listCards, moveCard } from '@pebble/contract/cards';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, type Route } from '../../http/route.ts';
import { readCard } from './get-card.ts';
import { readBoards } from './list-boards.ts';
import { findCards } from './list-cards.ts';
import { moveCardTo } from './move-card.ts';

export function cardRoutes(): Route[] {
  return [
    inTenant(listBoards, async (tx) => ({ items: await readBoards(tx), next_cursor: null })),
    inTenant(listCards, (tx, call) => findCards(tx, call.query)),
    inTenant(getCard, (tx, call) => readCard(tx, call.params.card_id)),
    inTenant(moveCard, (tx, call) => moveCardTo(tx, call.params.card_id, call.body.to, call.body.version)),
    inTenant(getAttachment, async (tx, call) => {
      const row = await tx
        .sql<AttachmentContent>('attachments')
        .where({ id: call.params.attachment_id })
        .whereNotNull('content')
        .first('filename', 'content_type', 'content');
      if (!row) throw new ApiProblem('not_found');
      const { filename, content_type, content } = row;
      return { filename, content_type, content_base64: content.toString('base64') };
    }),
  ];
}

interface AttachmentContent {
  id: string;
  filename: string;
  content_type: string;
  content: Buffer;
}
