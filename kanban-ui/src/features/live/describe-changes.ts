import type { Board } from '@pebble/contract/boards';
import type { Card } from '@pebble/contract/cards';
import { t } from '../../messages.ts';
import { columnName } from '../shared/legal-moves.ts';
import type { CardChange } from './event-batch.ts';

/** One sentence about what others have changed, or null when it was nothing. */
export function describeChanges(
  changes: readonly CardChange[],
  boards: readonly Board[] | undefined,
  find: (cardId: string) => Card | undefined,
): string | null {
  const [first] = changes;
  if (!first) return null;
  const card = changes.length === 1 ? find(first.cardId) : undefined;
  if (!card) return t.live.many(changes.length);
  const column = columnName(
    boards?.find((board) => board.key === card.board),
    card.column,
  );
  const say = { created: t.live.created, reopened: t.live.reopened, moved: t.live.moved, mail: t.live.mail };
  return first.kind === 'detail' ? t.live.many(1) : say[first.kind](card.title, column);
}
