import type { SenderList } from '@pebble/contract/sender-checks';
import { decideSender } from '@pebble/contract/sender-checks';
import { useQuery } from '@tanstack/react-query';
import { Ban, UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { AddSenderDialog } from '../shared/add-sender-dialog.tsx';
import { senderDecisionQuery } from '../shared/api/decide-sender.ts';
import type { SenderListName } from '../shared/operations-keys.ts';
import { readAddress } from '../shared/sender-pattern.ts';
import type { MailDetail } from './api/get-mail.ts';
import { ANY_TIME } from './mail-filter.ts';

const words = texts.mail;

const LISTS: Record<SenderList, SenderListName> = {
  blacklist: 'blocked',
  global_blacklist: 'global',
  authorised_senders: 'authorised',
};

/** What the lists say about the sender of a mail, and the ways to change that. */
export function MailSender({ mail }: { mail: MailDetail }) {
  const keepsLists = useMayCall(decideSender);
  const address = readAddress(mail.from_address);
  return (
    <section aria-labelledby="mail-sender-title">
      <h3 id="mail-sender-title" className="drawer-heading">
        {words.sender}
      </h3>
      {address === null ? (
        <p className="facts-none">{words.noAddress}</p>
      ) : (
        <>
          {keepsLists && <Decision address={address} />}
          <a className="text-link" href={operationsHash('mails', [], { sender: address, period: ANY_TIME })}>
            {words.otherMail}
          </a>
        </>
      )}
    </section>
  );
}

function Decision({ address }: { address: string }) {
  const { data: decision, error } = useQuery(senderDecisionQuery(useSend(), address));
  const [adding, setAdding] = useState<SenderListName | null>(null);
  const [first] = decision?.matches ?? [];
  return (
    <>
      {decision && <p>{decision.explanation}</p>}
      <FailureNote error={decision ? null : error} />
      <div className="mail-acts mail-sender-acts">
        {decision && decision.outcome !== 'authorised' && (
          <Button onClick={() => setAdding('authorised')}>
            <UserRoundCheck size={15} aria-hidden />
            {words.authorise}
          </Button>
        )}
        {decision && decision.outcome !== 'refused' && (
          <Button onClick={() => setAdding('blocked')}>
            <Ban size={15} aria-hidden />
            {words.block}
          </Button>
        )}
        {first && (
          <a
            className="text-link"
            href={operationsHash('senders', [], { list: LISTS[first.list], text: first.pattern })}
          >
            {words.toEntry(first.pattern)}
          </a>
        )}
      </div>
      {adding !== null && <AddSenderDialog list={adding} address={address} onClose={() => setAdding(null)} />}
    </>
  );
}
