import type { MailAccount } from '@pebble/contract/mail-accounts';
import { useState } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/sources.ts';
import { announce } from '../../ui/announcer.tsx';
import { AccountFields } from './account-fields.tsx';
import { AccountFinerFields } from './account-finer-fields.tsx';
import {
  changeOf,
  NEW_ACCOUNT,
  settingsOf,
  valuesOf,
  wrongFields,
  type AccountValues,
} from './account-values.ts';
import { requestAccount, requestAccountChange } from './api/change-account.ts';
import { DoorForm } from './door-form.tsx';
import { useChange } from './use-change.ts';

const words = texts.account;

export interface AccountFieldsProps {
  values: AccountValues;
  set(change: Partial<AccountValues>): void;
  /** What is wrong with a value, as far as it is to be shown. */
  wrong(name: keyof typeof words.wrong): string | undefined;
  /** True for an account that is there. */
  isThere: boolean;
}

/** Makes a mail account, or changes one. The password goes one way only. */
export function AccountForm({ account, onClose }: { account?: MailAccount; onClose(): void }) {
  const [values, setValues] = useState<AccountValues>(() => (account ? valuesOf(account) : NEW_ACCOUNT));
  const [checked, setChecked] = useState(false);
  const found = wrongFields(values, account);
  const save = useChange(
    (send, typed: AccountValues) =>
      account
        ? requestAccountChange(send, account.id, changeOf(typed))
        : requestAccount(send, settingsOf(typed)),
    (saved) => {
      onClose();
      announce(texts.saved(saved.name));
      if (!account) navigateOperations({ path: ['accounts', saved.id] });
    },
  );
  const fields: AccountFieldsProps = {
    values,
    set: (change) => setValues({ ...values, ...change }),
    wrong: (name) => (checked && found.has(name) ? words.wrong[name] : undefined),
    isThere: account !== undefined,
  };
  return (
    <DoorForm
      title={account ? words.editTitle(account.name) : words.newTitle}
      act={account ? texts.save : words.create}
      busyAct={texts.saving}
      failed={words.failed}
      busy={save.isPending}
      error={save.error}
      isRight={found.size === 0}
      onChecked={() => setChecked(true)}
      onSave={() => save.mutate(values)}
      onClose={onClose}
    >
      <AccountFields {...fields} />
      <AccountFinerFields {...fields} />
    </DoorForm>
  );
}
