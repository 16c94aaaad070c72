import type { ImportPreview } from '@pebble/contract/import-mapping';
import type { Import } from '@pebble/contract/imports';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../messages/imports.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { previewQuery } from './api/read-imports.ts';
import { beginsAnew, isArchive } from './import-kinds.ts';
import { FileSettings, FinerSettings } from './mapping-settings.tsx';
import { MappingTable } from './mapping-table.tsx';
import { ProblemList } from './problem-list.tsx';
import { RawRows } from './raw-rows.tsx';
import { SampleMails } from './sample-mails.tsx';
import { StartBar } from './start-bar.tsx';
import { useMappingDraft } from './use-mapping-draft.ts';
import './preparation.css';

/** What comes before a run from the first row: what the columns are, what comes of them, and the start. */
export function Preparation({ one }: { one: Import }) {
  if (!beginsAnew(one) || !one.actions.some((action) => action === 'map' || action === 'start')) return null;
  return <Previewed one={one} />;
}

function Previewed({ one }: { one: Import }) {
  const preview = useQuery(previewQuery(useSend(), one.id));
  if (preview.isPending) return <Skeleton width="100%" height="220px" />;
  if (!preview.data) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  return <Prepared one={one} read={preview.data} />;
}

function Prepared({ one, read }: { one: Import; read: ImportPreview }) {
  const draft = useMappingDraft(one.id, read);
  const start = <StartBar one={one} draft={draft} />;
  const problems = <ProblemList one={one} preview={draft.preview} />;
  const mails = <SampleMails one={one} preview={draft.preview} />;
  if (isArchive(one)) {
    return (
      <>
        {start}
        {problems}
        {mails}
      </>
    );
  }
  const columns = (
    <>
      <FileSettings draft={draft} csv={one.format === 'csv'} />
      <MappingTable draft={draft} />
      <FinerSettings draft={draft} />
      <FailureNote title={texts.mapping.failed} error={draft.error} />
      {problems}
    </>
  );
  // Who has tried it wants to go on; the columns are at hand all the same.
  if (one.state === 'done') {
    return (
      <>
        {start}
        <details className="preparation">
          <summary>{texts.mapping.again}</summary>
          <div className="preparation-body">{columns}</div>
        </details>
      </>
    );
  }
  return (
    <>
      <section className="preparation" aria-labelledby="mapping-title" aria-busy={draft.isSaving}>
        <h3 id="mapping-title">{texts.mapping.title}</h3>
        <div className="preparation-body">
          <p className="preparation-lead">{texts.mapping.lead}</p>
          {columns}
        </div>
      </section>
      {start}
      {mails}
      <RawRows preview={draft.preview} />
    </>
  );
}
