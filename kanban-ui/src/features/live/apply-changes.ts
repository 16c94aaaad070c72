import type { Board } from '@pebble/contract/boards';
import { Card } from '@pebble/contract/cards';
import type { QueryClient } from '@tanstack/react-query';
import { problemCode } from '../../lib/explain-error.ts';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { announce } from '../../ui/announcer.tsx';
import { requestCard } from '../shared/api/get-card.ts';
import { markArrivals } from '../shared/arrivals.ts';
import { dropCard, findCard, putCard } from '../shared/card-cache.ts';
import { keys } from '../shared/card-keys.ts';
import { shownCard } from '../shared/use-move-card.ts';
import { describeChanges } from './describe-changes.ts';
import type { CardChange } from './event-batch.ts';

// Above this, reading the shown lists anew is less work than reading each card.
const FEW = 8;

/** Brings the cards that have changed onto the board, marks and announces them. */
export async function applyChanges(
  client: QueryClient,
  send: AbortableSend,
  changes: readonly CardChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const news = changes.filter((change) => !isShownAlready(client, change));
  if (news.length > FEW) await readLists(client);
  else await Promise.all(news.map((change) => readCard(client, send, change.cardId)));
  void client.invalidateQueries({ queryKey: keys.boards });

  const foreign = news.filter((change) => !change.own && change.kind !== 'detail');
  markArrivals(foreign.map((change) => change.cardId));
  const text = describeChanges(foreign, client.getQueryData<Board[]>(keys.boards), (id) =>
    findCard(client, id),
  );
  if (text !== null) announce(text);
}

// One's own move comes back as an event; the reply to it has said everything already.
function isShownAlready(client: QueryClient, change: CardChange): boolean {
  return change.own && change.to !== null && shownCard(client, change.cardId)?.column === change.to;
}

async function readLists(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.cardLists }),
    client.invalidateQueries({ queryKey: keys.cardDetails }),
  ]);
}

async function readCard(client: QueryClient, send: AbortableSend, cardId: string): Promise<void> {
  try {
    const detail = await requestCard(send, cardId);
    if (detail.merged_into !== null) return dropCard(client, cardId);
    // Lists hold the card alone, not its mails.
    putCard(client, Card.parse(detail));
    client.setQueryData(keys.cardDetail(cardId), (open) => open && detail);
  } catch (error) {
    if (problemCode(error) === 'not_found') dropCard(client, cardId);
    else await readLists(client);
  }
}
