import { LoopGuard } from '@pebble/contract/noise';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { texts } from '../../messages/senders.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { useSend } from '../session/session-context.tsx';
import { senderKeys } from '../shared/operations-keys.ts';
import { requestPolicy } from './api/noise-policy.ts';

const words = texts.guard;

const NUMBERS = [
  ['mails', words.mails],
  ['authorised_mails', words.authorisedMails],
  ['window_minutes', words.window],
] as const;
type NumberName = (typeof NUMBERS)[number][0];

/** From when on much the same mail of one sender is a loop. */
export function LoopGuardForm({ guard }: { guard: LoopGuard }) {
  const client = useQueryClient();
  const send = useSend();
  const form = useRef<HTMLFormElement>(null);
  const [known, setKnown] = useState(guard);
  const [typed, setTyped] = useState(() => asText(guard));
  const { enabled } = typed;
  // Somebody else may save another one meanwhile, and what stands here would undo that.
  if (known !== guard) {
    setKnown(guard);
    setTyped(asText(guard));
  }
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    networkMode: 'always',
    mutationFn: (next: LoopGuard) => requestPolicy(send, { loop_guard: next }),
    onSuccess(saved) {
      client.setQueryData(senderKeys.noisePolicy, saved);
      announce(words.saved);
    },
  });
  const wrong = NUMBERS.map(([name]) => name).find((name) => problemOf(name, typed[name]) !== undefined);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (wrong !== undefined) form.current?.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
    else if (!save.isPending) {
      const [mails, authorised_mails, window_minutes] = NUMBERS.map(([name]) => Number(typed[name]));
      save.mutate(LoopGuard.parse({ enabled, mails, authorised_mails, window_minutes }));
    }
  };
  return (
    <section className="noise-panel" aria-labelledby="loop-guard-title">
      <h2 id="loop-guard-title">{words.title}</h2>
      <p className="sender-lead">{words.lead}</p>
      <form className="dialog-form" ref={form} onSubmit={onSubmit} noValidate>
        <label className="guard-switch">
          <input
            type="checkbox"
            checked={enabled}
            onChange={(event) => setTyped({ ...typed, enabled: event.target.checked })}
          />
          {words.enabled}
        </label>
        {NUMBERS.map(([name, label]) => (
          <Field
            key={name}
            name={name}
            label={label}
            error={checked ? problemOf(name, typed[name]) : undefined}
            inputMode="numeric"
            autoComplete="off"
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        ))}
        <FailureNote title={words.failed} error={save.error} />
        <div className="dialog-actions">
          <Button type="submit" look="primary" aria-disabled={save.isPending}>
            {save.isPending ? words.busy : words.submit}
          </Button>
        </div>
      </form>
    </section>
  );
}

function asText({ enabled, mails, authorised_mails, window_minutes }: LoopGuard) {
  return {
    enabled,
    mails: String(mails),
    authorised_mails: String(authorised_mails),
    window_minutes: String(window_minutes),
  };
}

/** What is wrong with a number, by the limits that the API names. */
function problemOf(name: NumberName, typed: string): string | undefined {
  const { minValue, maxValue } = LoopGuard.shape[name];
  const fits = /^\s*\d+\s*$/.test(typed) && LoopGuard.shape[name].safeParse(Number(typed)).success;
  return fits ? undefined : words.wrong(minValue ?? 0, maxValue ?? 0);
}
