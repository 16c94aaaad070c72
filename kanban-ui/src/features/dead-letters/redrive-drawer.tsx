import type { Redrive } from '@pebble/contract/redrives';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { mediumTime } from '../../lib/relative-time.ts';
import { t } from '../../messages.ts';
import { texts } from '../../messages/redrives.ts';
import { announce } from '../../ui/announcer.tsx';
import { IconButton } from '../../ui/button.tsx';
import { DrawerFrame } from '../../ui/drawer-frame.tsx';
import { Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { RedriveMeter } from '../shared/redrive-meter.tsx';
import { RedriveStateChip } from '../shared/redrive-state-chip.tsx';
import { redriveQuery } from './api/redrives.ts';
import { DrawerFailure } from '../../ui/drawer-failure.tsx';
import { RedriveItems } from './redrive-items.tsx';
import { RedriveStages } from './redrive-stages.tsx';
import { StopRedrive } from './stop-redrive.tsx';
import './redrive-drawer.css';

interface RedriveDrawerProps {
  id: string;
  /** True where the drawer covers the page. */
  modal: boolean;
  onClose(): void;
}

/** How far a redrive is, live: its steps, its mails, and why it stopped. */
export function RedriveDrawer({ id, modal, onClose }: RedriveDrawerProps) {
  const titleId = useId();
  const redrive = useQuery(redriveQuery(useSend(), id));
  const { gone, goneHint, close } = texts;
  if (redrive.isError && !redrive.data) {
    const words = { label: texts.label, gone, goneHint, closeLabel: close };
    return (
      <DrawerFailure
        {...words}
        {...{ modal, onClose }}
        error={redrive.error}
        onRetry={() => void redrive.refetch()}
      />
    );
  }
  return (
    <DrawerFrame modal={modal} label={texts.label} titleId={redrive.data ? titleId : null} onClose={onClose}>
      <div className="drawer-top">
        <span>{redrive.data && <RedriveStateChip state={redrive.data.state} />}</span>
        <IconButton label={close} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      {redrive.data ? <Shown redrive={redrive.data} titleId={titleId} /> : <RedriveSkeleton />}
    </DrawerFrame>
  );
}

function Shown({ redrive, titleId }: { redrive: Redrive; titleId: string }) {
  useAnnouncedEnd(redrive);
  return (
    <>
      <header className="drawer-header">
        <h2 id={titleId} className="drawer-title">
          {texts.item(redrive.total)}
        </h2>
        <p className="drawer-from">
          {redrive.created_by !== null && `${texts.by(redrive.created_by)} · `}
          {mediumTime(redrive.created_at)} · {texts.rate(redrive.rate_per_second)}
        </p>
        <StopRedrive redrive={redrive} />
      </header>
      <div className="drawer-body">
        {redrive.reason !== null && (
          <div className="redrive-reason">
            <h3>{texts.whyStopped}</h3>
            <p>{redrive.reason}</p>
          </div>
        )}
        <RedriveStages redrive={redrive} />
        <RedriveMeter redrive={redrive} />
        <RedriveItems redrive={redrive} />
      </div>
    </>
  );
}

/** Says how it ended, when it ends before the user's eyes. */
function useAnnouncedEnd(redrive: Redrive): void {
  const { state } = redrive;
  const sum = texts.sum(redrive);
  const before = useRef(state);
  useEffect(() => {
    const isOver = state === 'finished' || state === 'stopped';
    if (before.current !== state && isOver) announce(texts.over[state](sum));
    before.current = state;
  }, [state, sum]);
}

function RedriveSkeleton() {
  return (
    <div className="drawer-body" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      <Skeleton width="60%" height="24px" />
      <Skeleton width="100%" height="90px" />
    </div>
  );
}
