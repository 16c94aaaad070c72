import { deleteMailAccount, updateMailAccount, type MailAccount } from '@pebble/contract/mail-accounts';
import { CircleCheck, CircleX, Pencil, PlugZap, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../messages/sources.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { AccountForm } from './account-form.tsx';
import { requestAccountChange, requestAccountEnd, requestAccountTest } from './api/change-account.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { OnOff } from './on-off.tsx';
import { useTrial } from './use-trial.ts';

const words = texts.account;

/** Switch, test, edit, delete; for those who may. */
export function AccountActs({ account, onDeleted }: { account: MailAccount; onDeleted(): void }) {
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const test = useTrial((send, id: string) => requestAccountTest(send, id));
  const mayChange = useMayCall(updateMailAccount);
  const mayDelete = useMayCall(deleteMailAccount);
  if (!mayChange) return null;
  const close = (): void => setDialog(null);
  return (
    <div className="door-acts">
      <OnOff door={account} request={requestAccountChange} />
      <Button aria-disabled={test.isPending} onClick={() => test.isPending || test.mutate(account.id)}>
        <PlugZap size={15} aria-hidden />
        {test.isPending ? words.testing : words.test}
      </Button>
      <Button onClick={() => setDialog('edit')}>
        <Pencil size={15} aria-hidden />
        {texts.edit}
      </Button>
      {mayDelete && (
        <Button onClick={() => setDialog('delete')}>
          <Trash2 size={15} aria-hidden />
          {texts.remove}
        </Button>
      )}
      <FailureNote title={words.testFailed} error={test.error} />
      <div className="door-tested" role="status">
        {test.data && <Tested {...test.data} />}
      </div>
      {dialog === 'edit' && <AccountForm account={account} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteDialog
          door={account}
          words={words}
          request={requestAccountEnd}
          onClose={close}
          onDeleted={onDeleted}
        />
      )}
    </div>
  );
}

function Tested({ ok, detail }: { ok: boolean; detail: string }) {
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <p data-ok={ok}>
      <Icon size={17} aria-hidden />
      <span>
        <strong>{ok ? words.works : words.worksNot}.</strong> {detail}
      </span>
    </p>
  );
}
