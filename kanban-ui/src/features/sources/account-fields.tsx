import { texts } from '../../messages/sources.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { MailboxField } from '../shared/mailbox-field.tsx';
import type { AccountFieldsProps } from './account-form.tsx';
import { withTls } from './account-values.ts';

const words = texts.account;
const TLS = (['implicit', 'starttls', 'none'] as const).map((tls) => [tls, words.tlsChoices[tls]] as const);

/** What every account needs: where it is, who signs in, and whom its mail is for. */
export function AccountFields({ values, set, wrong, isThere }: AccountFieldsProps) {
  return (
    <>
      <Field
        label={texts.name}
        hint={words.nameHint}
        error={wrong('name')}
        value={values.name}
        onChange={(event) => set({ name: event.target.value })}
        autoFocus
      />
      <Field
        label={words.server}
        hint={words.serverHint}
        error={wrong('host')}
        value={values.host}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => set({ host: event.target.value })}
      />
      <SelectField
        label={words.tls}
        options={TLS}
        value={values.tls}
        onChoose={(tls) => set(withTls(values, tls))}
      />
      <Field
        label={words.port}
        error={wrong('port')}
        inputMode="numeric"
        value={values.port}
        onChange={(event) => set({ port: event.target.value })}
      />
      <Field
        label={words.user}
        error={wrong('user')}
        value={values.user}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => set({ user: event.target.value })}
      />
      <Field
        label={words.password}
        hint={isThere ? words.passwordKeep : words.passwordHint}
        error={wrong('password')}
        type="password"
        autoComplete="new-password"
        value={values.password}
        onChange={(event) => set({ password: event.target.value })}
      />
      <Field
        label={words.folder}
        error={wrong('folder')}
        value={values.folder}
        onChange={(event) => set({ folder: event.target.value })}
      />
      <MailboxField
        label={texts.mailbox}
        hint={words.mailboxHint}
        error={wrong('mailbox')}
        none={() => texts.chooseMailbox}
        value={values.mailbox}
        onChoose={(mailbox) => set({ mailbox })}
      />
    </>
  );
}
