import type { Source } from '@pebble/contract/sources';
import { useState } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/sources.ts';
import { announce } from '../../ui/announcer.tsx';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { MailboxField } from '../shared/mailbox-field.tsx';
import { requestWebhook, requestWebhookChange, type WebhookSettings } from './api/change-webhook.ts';
import { DoorForm } from './door-form.tsx';
import { MODES } from './modes.ts';
import { PayloadPlaces } from './payload-places.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { useChange } from './use-change.ts';
import { NEW_WEBHOOK, settingsOf, valuesOf, wrongFields, type WebhookValues } from './webhook-values.ts';

const words = texts.webhook;
const KINDS = [['mail', words.kinds.mail] as const, ['mapped', words.kinds.mapped] as const];

/** Makes a webhook source, and then shows its secret; or changes one. */
export function WebhookForm({ source, onClose }: { source?: Source; onClose(): void }) {
  const [values, setValues] = useState<WebhookValues>(() => (source ? valuesOf(source) : NEW_WEBHOOK));
  const [checked, setChecked] = useState(false);
  const wrong = wrongFields(settingsOf(values));
  const isWrong = (name: string): boolean => checked && wrong.has(name);
  const set = (change: Partial<WebhookValues>): void => setValues({ ...values, ...change });
  const save = useChange(
    async (send, settings: WebhookSettings) =>
      source
        ? { source: await requestWebhookChange(send, source.id, settings), secret: null }
        : requestWebhook(send, settings),
    (done) => {
      if (done.secret !== null) return;
      announce(texts.saved(done.source.name));
      onClose();
    },
  );
  if (save.data && save.data.secret !== null) {
    const { source: made, secret } = save.data;
    const show = (): void => {
      onClose();
      navigateOperations({ path: ['webhooks', made.id] });
    };
    return <SecretDialog made={{ source: made, secret }} onClose={show} />;
  }
  return (
    <DoorForm
      title={source ? words.editTitle(source.name) : words.newTitle}
      act={source ? texts.save : words.create}
      busyAct={source ? texts.saving : words.creating}
      failed={words.failed}
      busy={save.isPending}
      error={save.error}
      isRight={wrong.size === 0}
      onChecked={() => setChecked(true)}
      onSave={() => save.mutate(settingsOf(values))}
      onClose={onClose}
    >
      <Field
        label={texts.name}
        hint={words.nameHint}
        error={isWrong('name') ? words.wrong.name : undefined}
        value={values.name}
        onChange={(event) => set({ name: event.target.value })}
        autoFocus
      />
      <MailboxField
        label={texts.mailbox}
        hint={words.mailboxHint}
        none={() => texts.anyMailbox}
        value={values.mailbox}
        onChoose={(mailbox) => set({ mailbox })}
      />
      <SelectField
        label={texts.mode}
        hint={texts.modeHint}
        options={MODES}
        value={values.mode}
        onChoose={(mode) => set({ mode })}
      />
      <SelectField
        label={words.kind}
        hint={values.kind === 'mail' ? words.kindHint : undefined}
        options={KINDS}
        value={values.kind}
        onChoose={(kind) => set({ kind })}
      />
      {values.kind === 'mapped' && (
        <PayloadPlaces parts={values.parts} isWrong={isWrong} onChange={(parts) => set({ parts })} />
      )}
      <Field
        label={words.rate}
        error={isWrong('rate_per_minute') ? words.wrong.rate_per_minute : undefined}
        inputMode="numeric"
        value={values.rate}
        onChange={(event) => set({ rate: event.target.value })}
      />
    </DoorForm>
  );
}
