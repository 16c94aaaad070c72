import { uploadFlowDraft } from '@pebble/contract/flow-versions';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { FlowList } from './flow-list.tsx';
import { FlowView } from './flow-view.tsx';
import { UploadDialog } from './upload-dialog.tsx';
import './flows-page.css';

/** Flows of the organisation: all of them, or one with its picture, runs, versions, settings and backtests. */
export function FlowsPage({ route }: { route: OperationsRoute }) {
  const [flowId] = route.path;
  return (
    <Page
      title={texts.title}
      tools={
        <>
          {flowId !== undefined && (
            <a className="button" href={operationsHash('flows')}>
              {texts.back}
            </a>
          )}
          <UploadButton />
        </>
      }
    >
      {flowId === undefined ? <FlowList /> : <FlowView key={flowId} flowId={flowId} route={route} />}
    </Page>
  );
}

function UploadButton() {
  const [open, setOpen] = useState(false);
  if (!useMayCall(uploadFlowDraft)) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Upload size={15} aria-hidden />
        {texts.upload.open}
      </Button>
      {open && <UploadDialog onClose={() => setOpen(false)} />}
    </>
  );
}
