import { useQuery } from '@tanstack/react-query';
import { formatHash } from '../../lib/route.ts';
import { texts } from '../../messages/mails.ts';
import { t } from '../../messages.ts';
import { Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { cardQuery } from '../shared/api/get-card.ts';
import { boardsQuery } from '../shared/api/list-boards.ts';

/** The way to a card, with its title and where it is now. */
export function CardLink({ id, label }: { id: string; label: string }) {
  const send = useSend();
  const { data: card, isError } = useQuery(cardQuery(send, id));
  const { data: boards } = useQuery(boardsQuery(send));
  if (isError && !card) return <p className="mail-card">{texts.mail.cardGone}</p>;
  if (!card) return <Skeleton width="100%" height="56px" />;
  const board = boards?.find(({ key }) => key === card.board);
  const column = board?.columns.find(({ key }) => key === card.column);
  return (
    <a className="mail-card" href={formatHash({ board: card.board, cardId: id, text: '', entity: null })}>
      <span className="mail-card-label">{label}</span>
      <bdi className="mail-card-title">{card.title || t.card.noTitle}</bdi>
      {board && column && <span>{texts.mail.onBoard(board.name, column.name)}</span>}
    </a>
  );
}
