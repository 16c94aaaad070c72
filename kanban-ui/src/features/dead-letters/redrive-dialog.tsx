import type { SyncErrorSelection } from '@pebble/contract/dead-letters';
import { useState, type FormEvent } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { useStartRedrive } from './use-start-redrive.ts';

interface RedriveDialogProps {
  selection: SyncErrorSelection;
  count: number;
  onClose(): void;
}

const USUAL_RATE = '5';
/** Up to here the canaries are all there is, and no rate is asked for. */
const CANARIES = 11;

/** Says what a redrive does, asks how fast, and then shows its progress. */
export function RedriveDialog({ selection, count, onClose }: RedriveDialogProps) {
  const [rate, setRate] = useState(USUAL_RATE);
  const [checked, setChecked] = useState(false);
  const perSecond = Number(rate);
  const wrong = rate.trim() === '' || !(perSecond >= 0.1 && perSecond <= 100);
  const start = useStartRedrive({
    onStarted(redrive) {
      onClose();
      navigateOperations({ path: ['redrives', redrive.id] });
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (!wrong && !start.isPending) start.mutate({ selection, rate: perSecond });
  };
  return (
    <Dialog title={texts.redrive.title(count)} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit} noValidate>
        <p className="dialog-text">{texts.redrive.lead(count)}</p>
        {count > CANARIES && (
          <Field
            label={texts.redrive.rate}
            error={checked && wrong ? texts.redrive.rateWrong : undefined}
            inputMode="decimal"
            value={rate}
            onChange={(event) => setRate(event.target.value)}
          />
        )}
        <FailureNote title={texts.redrive.failed} error={start.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="primary" aria-disabled={start.isPending} autoFocus>
            {start.isPending ? texts.redrive.busy : texts.redrive.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
