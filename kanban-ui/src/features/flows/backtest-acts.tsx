import { cancelBacktest, type Backtest } from '@pebble/contract/backtests';
import { useMutation } from '@tanstack/react-query';
import { CircleStop, Download } from 'lucide-react';
import { explainLine } from '../../lib/explain-error.ts';
import { saveFile } from '../../lib/save-file.ts';
import { texts } from '../../messages/backtests.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { requestCancel, requestCsv } from './api/backtests.ts';
import { useFlowChange } from './use-flow-change.ts';

/** Cancel while it runs, and take the result along. */
export function BacktestActs({ one }: { one: Backtest }) {
  const send = useSend();
  const mayCancel = useMayCall(cancelBacktest);
  const cancel = useFlowChange(requestCancel, () => announce(texts.cancelled));
  const download = useMutation({
    networkMode: 'always',
    mutationFn: () => requestCsv(send, one.id),
    onSuccess: (csv) => saveFile(`backtest-${one.flow_id}-${one.version}.csv`, csv),
    onError: (error) => showToast('error', texts.downloadFailed, explainLine(error)),
  });
  return (
    <div className="flow-acts">
      {one.state === 'running' && mayCancel && (
        <Button aria-disabled={cancel.isPending} onClick={() => cancel.isPending || cancel.mutate(one.id)}>
          <CircleStop size={15} aria-hidden />
          {cancel.isPending ? texts.busy : texts.cancel}
        </Button>
      )}
      {one.done > 0 && (
        <Button aria-disabled={download.isPending} onClick={() => download.isPending || download.mutate()}>
          <Download size={15} aria-hidden />
          {download.isPending ? texts.busy : texts.download}
        </Button>
      )}
      <FailureNote title={texts.cancelFailed} error={cancel.error} />
    </div>
  );
}
