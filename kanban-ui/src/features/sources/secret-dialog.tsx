import { useState } from 'react';
import { texts } from '../../messages/sources.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { WithSecret } from './api/change-webhook.ts';
import { addressOf } from './webhook-facts.tsx';

/** A secret, which nobody can show again. Who closes it without having copied it is asked once more. */
export function SecretDialog({ made: { source, secret }, onClose }: { made: WithSecret; onClose(): void }) {
  const words = texts.secret;
  const [copied, setCopied] = useState(false);
  const [warned, setWarned] = useState(false);
  const close = (): void => {
    if (copied || warned) onClose();
    else setWarned(true);
  };
  return (
    <Dialog title={words.title} onClose={close}>
      <div className="dialog-form">
        <p className="dialog-text">{words.lead(source.name)}</p>
        <CopyField label={words.secret} value={secret} words={texts} onCopied={() => setCopied(true)} />
        <CopyField label={texts.webhook.address} value={addressOf(source)} words={texts} />
        <p className="door-warning" role="alert">
          {warned && !copied && words.notCopied}
        </p>
        <div className="dialog-actions">
          <Button look="primary" onClick={close}>
            {words.done}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
