import { ImportState } from '@pebble/contract/imports';
import { useState } from 'react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/imports.ts';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { ImportList } from './import-list.tsx';
import { ImportView } from './import-view.tsx';
import { UploadPanel } from './upload-panel.tsx';
import './imports-page.css';

const STATES = [
  ['', texts.everyState] as const,
  ...ImportState.options.map((state) => [state, texts.states[state]] as const),
];

/** Files of mails: all that were handed over, or what comes of one. */
export function ImportsPage({ route }: { route: OperationsRoute }) {
  const [id] = route.path;
  // Whose link gets the focus when the list is shown again.
  const [last, setLast] = useState<string | null>(null);
  if (id !== undefined && id !== last) setLast(id);
  if (id !== undefined) return <OneImport id={id} route={route} />;
  const known = ImportState.safeParse(route.query['state']);
  const state = known.success ? known.data : null;
  return (
    <Page
      title={texts.title}
      tools={
        <Select
          label={texts.state}
          options={STATES}
          value={state ?? ''}
          onChoose={(next) => narrowTo({ state: next })}
        />
      }
    >
      <UploadPanel />
      <ImportList state={state} cameFrom={last} />
    </Page>
  );
}

function OneImport({ id, route }: { id: string; route: OperationsRoute }) {
  const all = operationsHash('imports', [], { state: route.query['state'] });
  return (
    <Page
      title={texts.title}
      tools={
        <a className="button" href={all}>
          {texts.one.back}
        </a>
      }
    >
      <ImportView key={id} id={id} query={route.query} />
    </Page>
  );
}
