import type { Import } from '@pebble/contract/imports';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { problemCode } from '../../lib/explain-error.ts';
import type { OperationsRoute } from '../../lib/operations-route.ts';
import { sumOf, texts } from '../../messages/imports.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { importKeys } from '../shared/operations-keys.ts';
import { importQuery } from './api/read-imports.ts';
import { ImportHead } from './import-head.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ImportRows } from './import-rows.tsx';
import { Preparation } from './preparation.tsx';
import { useImportStream } from './use-import-stream.ts';

interface ImportViewProps {
  id: string;
  query: OperationsRoute['query'];
}

/** One import from the first look into its file to what became of each row. */
export function ImportView({ id, query }: ImportViewProps) {
  const read = useQuery(importQuery(useSend(), id));
  if (read.isPending) return <ViewSkeleton />;
  if (!read.data) {
    const code = problemCode(read.error);
    // An id that is none stands for nothing, either.
    if (code !== 'not_found' && code !== 'invalid_request') {
      return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
    }
    return (
      <State icon={<FileQuestion size={28} aria-hidden />} title={texts.one.gone} text={texts.one.goneHint} />
    );
  }
  return <Shown one={read.data} query={query} />;
}

function Shown({ one, query }: { one: Import; query: OperationsRoute['query'] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  useImportStream(one);
  useEnd(one);
  return (
    <div className="import" ref={place} tabIndex={-1} role="group" aria-label={one.filename}>
      <ImportHead one={one} />
      {one.started_at !== null && <ImportProgress one={one} />}
      <Preparation one={one} />
      {one.started_at !== null && <ImportRows one={one} query={query} />}
    </div>
  );
}

/** Says how a run ended when it ends before the user's eyes, and reads what became of the rows once more. */
function useEnd({ id, state, counts }: Import): void {
  const client = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    const ran = before.current === 'running';
    before.current = state;
    if (!ran || state === 'running') return;
    if (state === 'done' || state === 'failed' || state === 'cancelled') {
      announce(texts.progress.ended[state](sumOf(counts)));
    }
    void client.invalidateQueries({ queryKey: importKeys.rows(id) });
  }, [client, id, state, counts]);
}

function ViewSkeleton() {
  return (
    <div className="import" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      <Skeleton width="100%" height="96px" />
      <Skeleton width="100%" height="220px" />
    </div>
  );
}
