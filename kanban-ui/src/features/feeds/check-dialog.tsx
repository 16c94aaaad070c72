import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/receipts.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';
import { requestCheck } from './api/receipts.ts';
import { localMinute } from './hours.ts';

const words = texts.check;
const HOUR_MS = 3_600_000;
const MOST_MS = 31 * 24 * HOUR_MS;

/** Proves a time of one's choice now. */
export function CheckDialog({ feedId, onClose }: { feedId: string; onClose(): void }) {
  const send = useSend();
  const client = useQueryClient();
  const [from, setFrom] = useState(() => localMinute(Date.now() - HOUR_MS));
  const [to, setTo] = useState(() => localMinute(Date.now()));
  const length = Date.parse(to) - Date.parse(from);
  const right = length > 0 && length <= MOST_MS;
  const check = useMutation({
    networkMode: 'always',
    gcTime: 0,
    mutationFn: (window: { from: string; to: string }) => requestCheck(send, feedId, window),
    onSuccess: async (receipt) => {
      await client.invalidateQueries({ queryKey: operationsKeys.receipts });
      onClose();
      announce(words.done(receipt.counts.seen, receipt.counts.missing));
      navigateOperations({ path: [receipt.id] });
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!right || check.isPending) return;
    check.mutate({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit} noValidate>
        <p className="dialog-text">{words.lead}</p>
        <Field
          type="datetime-local"
          label={words.from}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <Field
          type="datetime-local"
          label={words.to}
          error={right ? undefined : words.wrong}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <FailureNote title={words.failed} error={check.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="primary" aria-disabled={check.isPending}>
            {check.isPending ? words.busy : words.act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
