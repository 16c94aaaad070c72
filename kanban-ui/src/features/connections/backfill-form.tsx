import type { MailFeed } from '@pebble/contract/mail-feeds';
import { useState, type FormEvent } from 'react';
import { texts } from '../../messages/connections.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { requestBackfill } from './api/feeds.ts';
import { dayBefore, windowOf } from './days.ts';
import { useConnectionChange } from './use-connection-change.ts';

const words = texts.backfill;

/** A range of days whose mail is looked at; nothing is taken in. */
export function BackfillForm({ feed }: { feed: MailFeed }) {
  const [from, setFrom] = useState(() => dayBefore(7, Date.now()));
  const [to, setTo] = useState(() => dayBefore(1, Date.now()));
  const range = windowOf(from, to);
  const begin = useConnectionChange(
    (send, wanted: { from: string; to: string }) =>
      requestBackfill(send, feed.id, { ...wanted, preview: true }),
    () => announce(words.begun.preview),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (range && !begin.isPending) begin.mutate(range);
  };
  return (
    <form className="backfill-form" onSubmit={onSubmit} noValidate>
      <Field type="date" label={words.from} value={from} onChange={(event) => setFrom(event.target.value)} />
      <Field
        type="date"
        label={words.to}
        error={range ? undefined : words.wrong}
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <Button type="submit" aria-disabled={begin.isPending}>
        {begin.isPending ? texts.busy : words.preview}
      </Button>
      <FailureNote title={words.failed} error={begin.error} />
    </form>
  );
}
