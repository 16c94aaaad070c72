import { useQuery } from '@tanstack/react-query';
import { texts } from '../../messages/flows.ts';
import { announce } from '../../ui/announcer.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useSend } from '../session/session-context.tsx';
import { backtestsQuery } from './api/backtests.ts';
import { requestActivation, type Version } from './api/change-flows.ts';
import { MissingConnections } from './missing-connections.tsx';
import { useFlowChange } from './use-flow-change.ts';
import { useOtherMailFlow } from './use-mail-flow.ts';
import { versionKey } from './views.ts';

const words = texts.versions;

/** Asks once more before new mail goes through another version, and says so when nobody has tried it. */
export function ActivateDialog({ one, onClose }: { one: Version; onClose(): void }) {
  const { data: backtests } = useQuery(backtestsQuery(useSend(), one.flow_id));
  const untried = backtests?.every(
    (test) => test.state !== 'finished' || versionKey(test) !== versionKey(one),
  );
  const other = useOtherMailFlow(one.flow_id);
  const activate = useFlowChange(
    (send, version: string) => requestActivation(send, one.flow_id, version),
    (done) => {
      onClose();
      announce(words.activated(done.version));
    },
  );
  return (
    <ConfirmDialog
      title={words.activateTitle(one.version)}
      act={words.activateAct}
      busyAct={texts.busy}
      busy={activate.isPending}
      error={activate.error}
      onConfirm={() => activate.mutate(versionKey(one))}
      onClose={onClose}
    >
      <p className="dialog-text">{other === null ? words.activateLead : words.activateOther(other)}</p>
      <MissingConnections version={one} />
      {untried && other === null && <p className="flow-warning">{words.activateUntried}</p>}
    </ConfirmDialog>
  );
}
