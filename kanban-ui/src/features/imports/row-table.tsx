import { getCard } from '@pebble/contract/cards';
import type { Import, ImportRow } from '@pebble/contract/imports';
import { mailStates } from '../../messages/mail-kinds.ts';
import { texts } from '../../messages/imports.ts';
import { number } from '../../messages/words.ts';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { usePlaceName } from '../shared/use-place-name.ts';
import { hasLines } from './import-kinds.ts';
import { OpenCard } from './open-card.tsx';
import { RESULT_TONES } from './result-tones.ts';

const words = texts.rows;

interface RowTableProps {
  one: Import;
  rows: readonly ImportRow[];
  busy: boolean;
}

export function RowTable({ one, rows, busy }: RowTableProps) {
  const place = hasLines(one) ? words.line : words.row;
  const maySee = useMayCall(getCard);
  const placeName = usePlaceName();
  // A shadow run keeps no mail, though its copies have one.
  const kept = rows.some(({ mail_state: state, card_id: card }) => state !== null || card !== null);
  const why = ({ reason, result, board, column }: ImportRow): string => {
    const where = board !== null && column !== null ? placeName(board, column) : null;
    if (reason !== null) return where === null ? reason : `${reason} (${where})`;
    return where ?? words.noReason[result === 'accepted' ? 'accepted' : 'would'];
  };
  const head = (
    <>
      <th scope="col" className="table-number">
        {place}
      </th>
      <th scope="col">{words.result}</th>
      <th scope="col">{words.reason}</th>
      {kept && <th scope="col">{words.mail}</th>}
    </>
  );
  return (
    <Table caption={words.caption} head={head} busy={busy}>
      {rows.map((row) => (
        <tr role="row" key={row.row} data-row={row.row}>
          <td role="cell" className="table-number" data-label={place}>
            {number(row.line)}
          </td>
          <td role="cell" className="import-result">
            <Chip tone={RESULT_TONES[row.result]}>{texts.results[row.result]}</Chip>
          </td>
          <td role="cell" className="import-reason">
            {why(row)}
          </td>
          {kept && (
            <td role="cell" className="import-mail">
              {row.mail_state !== null && <span>{mailStates[row.mail_state]}</span>}
              {row.card_id !== null && maySee && (
                <OpenCard id={row.card_id} line={`${place} ${number(row.line)}`} />
              )}
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}
