import type { Import, ImportState } from '@pebble/contract/imports';
import { fileSize } from '../../lib/file-size.ts';
import { operationsHash } from '../../lib/operations-route.ts';
import { sumOf, texts } from '../../messages/imports.ts';
import { number } from '../../messages/words.ts';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useMe } from '../session/session-context.tsx';
import { isArchive } from './import-kinds.ts';
import { ProgressBar } from './progress-bar.tsx';
import { StateChip } from './state-chip.tsx';

interface ImportTableProps {
  imports: readonly Import[];
  /** What the list is narrowed to. */
  state: ImportState | null;
  busy: boolean;
}

export function ImportTable({ imports, state, busy }: ImportTableProps) {
  const head = (
    <>
      <th scope="col">{texts.list.file}</th>
      <th scope="col">{texts.list.progress}</th>
      <th scope="col">{texts.list.state}</th>
      <th scope="col">{texts.list.when}</th>
    </>
  );
  return (
    <Table caption={texts.list.caption} head={head} busy={busy}>
      {imports.map((one) => (
        <ImportRow key={one.id} one={one} state={state} />
      ))}
    </Table>
  );
}

function ImportRow({ one, state }: { one: Import; state: ImportState | null }) {
  const { entities } = useMe();
  const place = one.mailbox ?? entities.find(({ id }) => id === one.entity_id)?.name;
  const facts = texts.one.facts(texts.formats[one.format], fileSize(one.size));
  return (
    <tr role="row" data-import={one.id}>
      <td role="cell" className="import-file">
        <a href={operationsHash('imports', [one.id], { state: state ?? undefined })} data-opens={one.id}>
          <bdi>{one.filename}</bdi>
        </a>
        <span className="table-sub">{place === undefined ? facts : `${facts} · ${place}`}</span>
      </td>
      <td role="cell" data-label={texts.list.progress} className="import-rows">
        {one.started_at === null ? (
          one.rows_total !== null && number(one.rows_total)
        ) : (
          <div>
            {one.state === 'running' || one.state === 'paused' ? (
              <>
                {texts.progress.of(one.rows_done, one.rows_total, isArchive(one))}
                <ProgressBar one={one} />
              </>
            ) : (
              number(one.rows_done)
            )}
            {one.rows_done > 0 && <span className="table-sub">{sumOf(one.counts)}</span>}
          </div>
        )}
      </td>
      <td role="cell" className="import-state">
        <StateChip one={one} />
      </td>
      <td role="cell" data-label={texts.list.when} className="import-when">
        <TimeAgo instant={one.created_at} />
        <span className="table-sub">{one.created_by ?? texts.someone}</span>
      </td>
    </tr>
  );
}
