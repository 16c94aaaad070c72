import type { SyncError } from '@pebble/contract/dead-letters';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useMe } from '../session/session-context.tsx';
import { StatusChip } from './status-chip.tsx';

interface LetterTableProps {
  letters: readonly SyncError[];
  /** Id of the letter that the drawer shows; `''` for none. */
  open: string;
  query: OperationsRoute['query'];
  selected: readonly string[];
  onTick(ids: readonly string[], on: boolean): void;
  busy: boolean;
}

export function LetterTable({ letters, open, query, selected, onTick, busy }: LetterTableProps) {
  const several = useMe().entities.length > 1;
  const selectable = letters.filter(({ status }) => status === 'open').map(({ id }) => id);
  const head = (
    <>
      <th scope="col" className="letter-tick" data-label={texts.table.selectAllShort}>
        <input
          type="checkbox"
          aria-label={texts.table.selectAll}
          title={texts.table.selectAll}
          disabled={selectable.length === 0}
          checked={selectable.length > 0 && selected.length === selectable.length}
          onChange={(event) => onTick(selectable, event.target.checked)}
        />
      </th>
      <th scope="col">{texts.table.mail}</th>
      <th scope="col">{texts.table.error}</th>
      {several && <th scope="col">{texts.table.entity}</th>}
      <th scope="col">{texts.table.died}</th>
      <th scope="col">{texts.table.status}</th>
    </>
  );
  return (
    <Table caption={texts.table.caption} head={head} busy={busy}>
      {letters.map((letter) => (
        <LetterRow
          key={letter.id}
          letter={letter}
          several={several}
          open={letter.id === open}
          href={operationsHash('dead-letters', [letter.id], query)}
          selected={selected.includes(letter.id)}
          onTick={onTick}
        />
      ))}
    </Table>
  );
}

interface LetterRowProps extends Pick<LetterTableProps, 'onTick'> {
  letter: SyncError;
  /** True where letters of several entities stand together. */
  several: boolean;
  open: boolean;
  href: string;
  selected: boolean;
}

function LetterRow({ letter, several, open, href, selected, onTick }: LetterRowProps) {
  const from = texts.table.from(letter.from_address);
  return (
    <tr role="row" data-open={open || undefined} data-letter={letter.id}>
      <td role="cell" className="letter-tick">
        {letter.status === 'open' && (
          <input
            type="checkbox"
            aria-label={texts.table.select(from)}
            checked={selected}
            onChange={(event) => onTick([letter.id], event.target.checked)}
          />
        )}
      </td>
      <td role="cell" className="letter-mail">
        <a href={href} data-opens={letter.id} aria-current={open || undefined}>
          <bdi>{from}</bdi>
        </a>
        {letter.mailbox !== null && <span className="table-sub">{letter.mailbox}</span>}
      </td>
      <td role="cell" className="letter-error">
        <span className="letter-message">{letter.message}</span>
        <span className="table-sub">
          {letter.step === null ? letter.error_class : `${letter.error_class} · ${letter.step}`}
        </span>
      </td>
      {several && (
        <td role="cell" data-label={texts.table.entity}>
          {letter.entity_name}
        </td>
      )}
      <td role="cell" data-label={texts.table.died} className="letter-when">
        <TimeAgo instant={letter.last_died_at} />
        {letter.deaths > 1 && <span className="table-sub">{texts.table.deaths(letter.deaths)}</span>}
      </td>
      <td role="cell" className="letter-status">
        <StatusChip status={letter.status} />
        {letter.edited && <Chip>{texts.table.edited}</Chip>}
      </td>
    </tr>
  );
}
