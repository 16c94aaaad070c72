import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { DrawerFailure } from '../../ui/drawer-failure.tsx';
import { DrawerFrame } from '../../ui/drawer-frame.tsx';
import { Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { mailQuery, type MailDetail } from './api/get-mail.ts';
import { MailAttachments, MailText } from './mail-content.tsx';
import { MailFacts } from './mail-facts.tsx';
import { MailOutcome } from './mail-outcome.tsx';
import { MailSender } from './mail-sender.tsx';
import { OutcomeChip } from './outcome-chip.tsx';

interface MailDrawerProps {
  route: OperationsRoute;
  /** True where the drawer covers the page. */
  modal: boolean;
  onClose(): void;
}

/** One received mail: what became of it and why, what one can do about it, and what it says. */
export function MailDrawer({ route, modal, onClose }: MailDrawerProps) {
  const titleId = useId();
  const mail = useQuery(mailQuery(useSend(), route.path[0] ?? ''));
  const { label, gone, goneHint, close } = texts.mail;
  if (mail.isError && !mail.data) {
    const words = { label, gone, goneHint, closeLabel: close };
    const acts = { modal, onClose, onRetry: () => void mail.refetch() };
    return <DrawerFailure {...words} {...acts} error={mail.error} />;
  }
  return (
    <DrawerFrame modal={modal} label={label} titleId={mail.data ? titleId : null} onClose={onClose}>
      <div className="drawer-top">
        <span className="drawer-chips">{mail.data && <Chips mail={mail.data} />}</span>
        <IconButton label={close} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      {mail.data ? <Mail mail={mail.data} titleId={titleId} /> : <MailSkeleton />}
    </DrawerFrame>
  );
}

function Mail({ mail, titleId }: { mail: MailDetail; titleId: string }) {
  useAnnouncedOutcome(mail);
  const { from_name: name, from_address: address } = mail;
  return (
    <>
      <header className="drawer-header">
        <h2 id={titleId} className="drawer-title" dir="auto">
          {mail.subject.trim() || texts.table.noSubject}
        </h2>
        <p className="drawer-from">
          <bdi>{[name, address].filter(Boolean).join(' · ') || texts.table.noSender}</bdi>
        </p>
      </header>
      <div className="drawer-body">
        <MailOutcome mail={mail} />
        <MailSender mail={mail} />
        <MailText mail={mail} />
        <MailAttachments mail={mail} />
        <MailFacts mail={mail} />
      </div>
    </>
  );
}

function Chips({ mail: { state, noise_kind: kind, opened } }: { mail: MailDetail }) {
  return (
    <>
      <OutcomeChip state={state} />
      {kind !== null && <Chip>{texts.kinds[kind]}</Chip>}
      {opened && <Chip tone="accent">{texts.table.opened}</Chip>}
    </>
  );
}

/** Says when what is shown has come to another end, by whomever. */
function useAnnouncedOutcome({ state }: MailDetail): void {
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== state) announce(`${texts.mail.outcome}: ${texts.states[state]}`);
    before.current = state;
  }, [state]);
}

function MailSkeleton() {
  return (
    <div className="drawer-body" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      <Skeleton width="60%" height="24px" />
      <Skeleton width="100%" height="110px" />
      <Skeleton width="100%" height="90px" />
    </div>
  );
}
