import type { Source } from '@pebble/contract/sources';
import { useState } from 'react';
import { texts } from '../../messages/sources.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { requestSecret } from './api/change-webhook.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { useChange } from './use-change.ts';

type Hours = keyof typeof texts.webhook.graces;

const GRACES = ([0, 1, 24, 168, 720] as const satisfies readonly Hours[]).map(
  (hours) => [String(hours), texts.webhook.graces[hours]] as const,
);

/** Makes a new secret, says how long the old ones stay good, and shows the new one once. */
export function RotateDialog({ source, onClose }: { source: Source; onClose(): void }) {
  const words = texts.webhook;
  const [grace, setGrace] = useState('24');
  const rotate = useChange((send, hours: number) => requestSecret(send, source.id, hours));
  if (rotate.data) return <SecretDialog made={rotate.data} onClose={onClose} />;
  return (
    <ConfirmDialog
      title={words.rotateTitle(source.name)}
      act={words.rotateAct}
      busyAct={texts.busy}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate(Number(grace))}
      onClose={onClose}
    >
      <p className="dialog-text">{words.rotateLead}</p>
      <SelectField label={words.grace} options={GRACES} value={grace} onChoose={setGrace} />
    </ConfirmDialog>
  );
}
