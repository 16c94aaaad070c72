import type { Import } from '@pebble/contract/imports';
import { fileSize } from '../../lib/file-size.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/imports.ts';
import { useMe } from '../session/session-context.tsx';
import { ImportActs } from './import-acts.tsx';
import { StateChip } from './state-chip.tsx';

/** What was handed over, by whom and for whom, and what can be done with it as a whole. */
export function ImportHead({ one }: { one: Import }) {
  const words = texts.one;
  const { entities } = useMe();
  const entity = entities.find(({ id }) => id === one.entity_id)?.name;
  const into = one.mailbox === null ? entity && words.intoEntity(entity) : words.into(one.mailbox);
  const facts = [
    words.facts(texts.formats[one.format], fileSize(one.size)),
    words.uploaded(one.created_by ?? texts.someone, mediumTime(one.created_at)),
    into,
  ];
  return (
    <header className="import-head">
      <div className="import-head-text">
        <h2 dir="auto">{one.filename}</h2>
        <StateChip one={one} />
        <p>{facts.filter(Boolean).join(' · ')}</p>
        {one.file_deleted_at !== null && <p>{words.fileGone(mediumTime(one.file_deleted_at))}</p>}
      </div>
      <ImportActs one={one} />
    </header>
  );
}
