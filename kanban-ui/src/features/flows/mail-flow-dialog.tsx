import { useState, type FormEvent } from 'react';
import { texts } from '../../messages/flows.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { Version } from './api/change-flows.ts';
import { requestMailFlow } from './api/mail-flow.ts';
import { MissingConnections } from './missing-connections.tsx';
import { useFlowChange } from './use-flow-change.ts';

const words = texts.mailFlow;

interface MailFlowDialogProps {
  current: string;
  versions: readonly Version[];
  onClose(): void;
}

/** Chooses the flow for new mail, among those that have an active version. Whether it starts with mail, the server knows. */
export function MailFlowDialog({ current, versions, onClose }: MailFlowDialogProps) {
  const flows = versions.filter((one) => one.active);
  const [wanted, setWanted] = useState(
    () => (flows.find((one) => one.flow_id === current) ?? flows[0])?.flow_id ?? '',
  );
  const chosen = flows.find((one) => one.flow_id === wanted);
  const choose = useFlowChange(requestMailFlow, (flowId) => {
    onClose();
    announce(words.chosen(flowId));
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted === current) onClose();
    else if (!choose.isPending && chosen) choose.mutate(wanted);
  };
  const choices = flows.map(
    ({ flow_id: id, version }) => [id, words.choice(id, version, id === current)] as const,
  );
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit} noValidate>
        <p className="dialog-text">{words.dialogLead}</p>
        <SelectField
          label={words.flow}
          hint={flows.length > 1 ? chosen?.purpose : words.onlyOne}
          options={choices}
          value={wanted}
          onChoose={setWanted}
        />
        {chosen && wanted !== current && <MissingConnections version={chosen} />}
        <FailureNote title={words.failed} error={choose.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="primary" aria-disabled={choose.isPending}>
            {choose.isPending ? texts.busy : words.act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
