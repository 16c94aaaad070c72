import type { Board } from '@pebble/contract/boards';
import type { Mail } from '@pebble/contract/cards';
import type { Event } from '@pebble/contract/events';
import { mediumTime } from '../../lib/relative-time.ts';
import { t } from '../../messages.ts';
import { columnName } from '../shared/legal-moves.ts';
import './card-history.css';

interface CardHistoryProps {
  board: Board;
  history: readonly Event[];
  mails: readonly Mail[];
}

/** What has happened to the card, newest first. */
export function CardHistory({ board, history, mails }: CardHistoryProps) {
  return (
    <section aria-labelledby="history-title">
      <h3 id="history-title" className="drawer-heading">
        {t.drawer.history} <span className="drawer-count">{history.length}</span>
      </h3>
      {history.length === 0 && <p className="history-fact">{t.drawer.noHistory}</p>}
      <ol className="history">
        {history.map((event) => (
          <li key={event.id}>
            <p>
              <strong>{event.label}</strong> <span className="history-fact">{moveOf(event, board)}</span>
            </p>
            <p className="history-fact">
              <bdi>{actorName(event)}</bdi> · {mailOf(event, mails)}
              <time dateTime={event.occurred_at}>{mediumTime(event.occurred_at)}</time>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Which mail did it, as the name of who wrote it. */
function mailOf({ tracking_id: trackingId }: Event, mails: readonly Mail[]) {
  const mail = mails.find((one) => one.tracking_id === trackingId);
  if (!mail) return null;
  return (
    <>
      {t.drawer.mailFrom} <bdi>{mail.from_name || mail.from_address}</bdi> ·{' '}
    </>
  );
}

function moveOf({ data }: Event, board: Board): string {
  const { from, to } = data as { from?: unknown; to?: unknown };
  if (typeof from !== 'string' || typeof to !== 'string') return '';
  return t.drawer.fromTo(columnName(board, from), columnName(board, to));
}

function actorName({ actor, actor_name: name }: Event): string {
  if (name !== null) return name;
  if (actor.startsWith('flow:')) return t.drawer.flow(actor.slice('flow:'.length));
  return actor === 'system' ? t.drawer.system : t.drawer.someone;
}
