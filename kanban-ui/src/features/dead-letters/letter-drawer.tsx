import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { texts } from '../../messages/dead-letters.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { DrawerFrame } from '../../ui/drawer-frame.tsx';
import { Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { deadLetterQuery } from './api/get-dead-letter.ts';
import { DrawerFailure } from '../../ui/drawer-failure.tsx';
import { LetterActs } from './letter-acts.tsx';
import { LetterDeaths } from './letter-deaths.tsx';
import { LetterEnvelope, LetterFacts } from './letter-facts.tsx';
import { LetterWhy } from './letter-why.tsx';
import { PayloadPanel } from './payload-panel.tsx';
import { RehearsalPanel } from './rehearsal-panel.tsx';
import { StatusChip } from './status-chip.tsx';

interface LetterDrawerProps {
  id: string;
  /** True where the drawer covers the page. */
  modal: boolean;
  onClose(): void;
}

/** All there is to a dead letter: first what it means, then what to do, then what a technician wants. */
export function LetterDrawer({ id, modal, onClose }: LetterDrawerProps) {
  const titleId = useId();
  const letter = useQuery(deadLetterQuery(useSend(), id));
  const { label, gone, goneHint, close } = texts.letter;
  if (letter.isError && !letter.data) {
    const words = { label, gone, goneHint, closeLabel: close };
    return (
      <DrawerFailure
        {...words}
        {...{ modal, onClose }}
        error={letter.error}
        onRetry={() => void letter.refetch()}
      />
    );
  }
  return (
    <DrawerFrame modal={modal} label={label} titleId={letter.data ? titleId : null} onClose={onClose}>
      <div className="drawer-top">
        <span className="drawer-chips">{letter.data && <StatusChips letter={letter.data} />}</span>
        <IconButton label={close} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      {letter.data ? <Letter letter={letter.data} titleId={titleId} /> : <LetterSkeleton />}
    </DrawerFrame>
  );
}

function Letter({ letter, titleId }: { letter: SyncErrorDetail; titleId: string }) {
  useAnnouncedStatus(letter);
  const { envelope, from_address: from } = letter;
  const title = envelope ? envelope.subject || texts.letter.noSubject : texts.letter.unreadable(from);
  return (
    <>
      <header className="drawer-header">
        <h2 id={titleId} className="drawer-title" dir="auto">
          {title}
        </h2>
        <p className="drawer-from">
          <bdi>{envelope?.from ?? texts.table.from(from)}</bdi>
        </p>
        <LetterActs letter={letter} />
      </header>
      <div className="drawer-body">
        <LetterWhy letter={letter} />
        {letter.status === 'open' && <RehearsalPanel letter={letter} />}
        <PayloadPanel letter={letter} />
        <LetterEnvelope letter={letter} />
        <LetterFacts letter={letter} />
        <LetterDeaths letter={letter} />
      </div>
    </>
  );
}

function StatusChips({ letter }: { letter: SyncErrorDetail }) {
  return (
    <>
      <StatusChip status={letter.status} />
      {letter.edit && <Chip>{texts.table.edited}</Chip>}
    </>
  );
}

/** Says when what is shown has got another status, by whomever. */
function useAnnouncedStatus({ status }: SyncErrorDetail): void {
  const before = useRef(status);
  useEffect(() => {
    if (before.current !== status) announce(`${texts.status}: ${texts.statuses[status]}`);
    before.current = status;
  }, [status]);
}

function LetterSkeleton() {
  return (
    <div className="drawer-body" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      <Skeleton width="60%" height="24px" />
      <Skeleton width="100%" height="120px" />
      <Skeleton width="100%" height="90px" />
    </div>
  );
}
