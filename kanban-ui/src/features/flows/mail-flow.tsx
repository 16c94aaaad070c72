import { setMailFlow } from '@pebble/contract/flows';
import { useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../messages/flows.ts';
import { Button } from '../../ui/button.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import type { Version } from './api/change-flows.ts';
import { mailFlowQuery } from './api/mail-flow.ts';
import { MailFlowDialog } from './mail-flow-dialog.tsx';

const words = texts.mailFlow;

/** Says which flow new mail goes through; an admin may choose another. */
export function MailFlow({ versions }: { versions: readonly Version[] }) {
  const [choosing, setChoosing] = useState(false);
  const may = useMayCall(setMailFlow);
  const { data: current } = useQuery(mailFlowQuery(useSend()));
  if (current === undefined) return null;
  const missing = !versions.some((one) => one.flow_id === current && one.active);
  return (
    <section className="mail-flow" aria-label={words.title}>
      <MailCheck size={20} aria-hidden />
      <div>
        <p>
          {words.goesThrough} <strong dir="auto">{current}</strong>
        </p>
        <p className="flow-lead">{may ? words.lead : words.readOnly}</p>
        {missing && <p className="flow-warning">{words.noActive(current)}</p>}
      </div>
      {may && <Button onClick={() => setChoosing(true)}>{words.change}</Button>}
      {choosing && (
        <MailFlowDialog current={current} versions={versions} onClose={() => setChoosing(false)} />
      )}
    </section>
  );
}
