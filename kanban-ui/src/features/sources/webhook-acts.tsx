import { deleteSource, updateSource, type Source } from '@pebble/contract/sources';
import { KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../messages/sources.ts';
import { Button } from '../../ui/button.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { requestWebhookChange, requestWebhookEnd } from './api/change-webhook.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { OnOff } from './on-off.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** Switch, edit, new secret, delete; for those who may. */
export function WebhookActs({ source, onDeleted }: { source: Source; onDeleted(): void }) {
  const [dialog, setDialog] = useState<'edit' | 'rotate' | 'delete' | null>(null);
  const mayChange = useMayCall(updateSource);
  const mayDelete = useMayCall(deleteSource);
  if (!mayChange) return null;
  const close = (): void => setDialog(null);
  return (
    <div className="door-acts">
      <OnOff door={source} request={requestWebhookChange} />
      <Button onClick={() => setDialog('edit')}>
        <Pencil size={15} aria-hidden />
        {texts.edit}
      </Button>
      <Button onClick={() => setDialog('rotate')}>
        <KeyRound size={15} aria-hidden />
        {texts.webhook.rotate}
      </Button>
      {mayDelete && (
        <Button onClick={() => setDialog('delete')}>
          <Trash2 size={15} aria-hidden />
          {texts.remove}
        </Button>
      )}
      {dialog === 'edit' && <WebhookForm source={source} onClose={close} />}
      {dialog === 'rotate' && <RotateDialog source={source} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteDialog
          door={source}
          words={texts.webhook}
          request={requestWebhookEnd}
          onClose={close}
          onDeleted={onDeleted}
        />
      )}
    </div>
  );
}
