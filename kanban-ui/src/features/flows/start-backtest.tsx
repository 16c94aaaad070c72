import { MAX_BACKTEST_MAILS } from '@pebble/contract/backtests';
import { useState, type FormEvent } from 'react';
import { texts } from '../../messages/backtests.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { requestBacktest } from './api/backtests.ts';
import type { Version } from './api/change-flows.ts';
import { useFlowChange } from './use-flow-change.ts';
import { shortHash, versionKey } from './views.ts';

const USUAL = '200';

interface StartBacktestProps {
  versions: readonly Version[];
  chosen?: Version;
  onClose(): void;
}

/** Which version is to be tried on how many mails. */
export function StartBacktest({ versions, chosen, onClose }: StartBacktestProps) {
  const [version, setVersion] = useState(() => {
    // What is not active yet is what one wants to know about.
    const usual = chosen ?? versions.find((one) => !one.active) ?? versions[0];
    return usual ? versionKey(usual) : '';
  });
  const [last, setLast] = useState(USUAL);
  const right = /^\d+$/.test(last) && Number(last) >= 1 && Number(last) <= MAX_BACKTEST_MAILS;
  const begin = useFlowChange(requestBacktest, (one) => {
    onClose();
    announce(texts.started);
    navigateOperations({ path: [one.flow_id, one.id], query: {} });
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!right || begin.isPending) return;
    begin.mutate({ flow_id: versions[0]?.flow_id ?? '', version, last: Number(last) });
  };
  const choices = versions.map(
    (one) =>
      [versionKey(one), texts.versionNote(one.version, shortHash(one.content_hash), one.active)] as const,
  );
  return (
    <Dialog title={texts.startTitle} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit} noValidate>
        <p className="dialog-text">{texts.startLead}</p>
        <SelectField label={texts.version} options={choices} value={version} onChoose={setVersion} />
        <Field
          label={texts.last}
          inputMode="numeric"
          value={last}
          error={right ? undefined : texts.lastWrong(MAX_BACKTEST_MAILS)}
          onChange={(event) => setLast(event.target.value)}
        />
        <FailureNote title={texts.startFailed} error={begin.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="primary" aria-disabled={begin.isPending}>
            {begin.isPending ? texts.busy : texts.startAct}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
