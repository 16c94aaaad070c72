import { Power } from 'lucide-react';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { texts } from '../../messages/sources.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useChange } from './use-change.ts';

interface OnOffProps {
  door: { id: string; name: string; enabled: boolean };
  request(send: AbortableSend, id: string, change: { enabled: boolean }): Promise<{ enabled: boolean }>;
}

/** Opens or shuts a door. */
export function OnOff({ door: { id, name, enabled }, request }: OnOffProps) {
  const turn = useChange(
    (send, next: boolean) => request(send, id, { enabled: next }),
    (door) => announce(texts.turned[door.enabled ? 'on' : 'off'](name)),
  );
  return (
    <>
      <Button
        look={enabled ? 'normal' : 'primary'}
        aria-disabled={turn.isPending}
        onClick={() => turn.isPending || turn.mutate(!enabled)}
      >
        <Power size={15} aria-hidden />
        {turn.isPending ? texts.busy : enabled ? texts.turnOff : texts.turnOn}
      </Button>
      <FailureNote title={texts.turnFailed} error={turn.error} />
    </>
  );
}
