import { testSource, type Source } from '@pebble/contract/sources';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../messages/sources.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { webhooksQuery } from './api/read-sources.ts';
import { DoorChips } from './door-chips.tsx';
import { DoorFrame } from './door-frame.tsx';
import { DoorReports } from './door-reports.tsx';
import { HowToSign } from './how-to-sign.tsx';
import type { DoorDrawerProps } from './source-drawer.tsx';
import { TryPayload } from './try-payload.tsx';
import { WebhookActs } from './webhook-acts.tsx';
import { addressOf, WebhookFacts } from './webhook-facts.tsx';

/** All there is to a webhook source: where to post, what came, and what was refused. */
export function WebhookDrawer({ id, modal, onClose }: DoorDrawerProps) {
  const query = useQuery(webhooksQuery(useSend()));
  return (
    <DoorFrame
      {...{ query, modal, onClose, words: texts.webhook }}
      door={query.data?.find((one) => one.id === id)}
      chips={(source) => <DoorChips mode={source.mode} enabled={source.enabled} />}
    >
      {(source) => <Shown source={source} onDeleted={onClose} />}
    </DoorFrame>
  );
}

function Shown({ source, onDeleted }: { source: Source; onDeleted(): void }) {
  const mayTry = useMayCall(testSource);
  return (
    <>
      <WebhookActs source={source} onDeleted={onDeleted} />
      <CopyField label={texts.webhook.address} value={addressOf(source)} words={texts} />
      <WebhookFacts source={source} />
      <HowToSign address={addressOf(source)} />
      {mayTry && <TryPayload source={source} />}
      <DoorReports door="webhooks" id={source.id} />
    </>
  );
}
