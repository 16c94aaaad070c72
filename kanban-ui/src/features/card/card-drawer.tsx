import type { Board } from '@pebble/contract/boards';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileQuestion, X } from 'lucide-react';
import { useId } from 'react';
import { problemCode } from '../../lib/explain-error.ts';
import { t } from '../../messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { DrawerFrame } from '../../ui/drawer-frame.tsx';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { cardQuery } from '../shared/api/get-card.ts';
import { findCard } from '../shared/card-cache.ts';
import { CardHeader } from './card-header.tsx';
import { CardHistory } from './card-history.tsx';
import { CardWhy } from './card-why.tsx';
import { MailThread } from './mail-thread.tsx';
import { useFollowMerger } from './use-follow-merger.ts';
import './card-drawer.css';

interface CardDrawerProps {
  board: Board;
  cardId: string;
  /** True where the drawer covers the board. */
  modal: boolean;
  onClose(): void;
}

/** All there is to a card. What the board knows of it shows at once, the rest when it has been read. */
export function CardDrawer({ board, cardId, modal, onClose }: CardDrawerProps) {
  const titleId = useId();
  const client = useQueryClient();
  const detail = useQuery(cardQuery(useSend(), cardId));
  const card = detail.data ?? findCard(client, cardId);
  useFollowMerger(detail.data);
  if (!detail.data && detail.isError) {
    return (
      <DrawerFrame {...{ modal, onClose }} label={t.drawer.label} titleId={null}>
        <div className="drawer-top drawer-failed">
          <CloseButton onClose={onClose} />
        </div>
        {problemCode(detail.error) === 'not_found' ? (
          <State
            icon={<FileQuestion size={28} aria-hidden />}
            title={t.drawer.gone}
            text={t.drawer.goneHint}
          />
        ) : (
          <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
        )}
      </DrawerFrame>
    );
  }
  return (
    <DrawerFrame {...{ modal, onClose }} label={t.drawer.label} titleId={card ? titleId : null}>
      {card && <CardHeader {...{ board, card, detail: detail.data, titleId, onClose }} />}
      <div className="drawer-body" aria-busy={!detail.data}>
        {card && <CardWhy card={card} />}
        {detail.data ? (
          <>
            <MailThread mails={detail.data.mails} />
            <CardHistory board={board} history={detail.data.history} mails={detail.data.mails} />
          </>
        ) : (
          <ThreadSkeleton />
        )}
      </div>
    </DrawerFrame>
  );
}

function ThreadSkeleton() {
  return (
    <div className="drawer-skeleton">
      <span className="visually-hidden">{t.app.loading}</span>
      <Skeleton width="40%" height="16px" />
      <Skeleton width="100%" height="150px" />
      <Skeleton width="100%" height="90px" />
    </div>
  );
}

function CloseButton({ onClose }: { onClose(): void }) {
  return (
    <IconButton label={t.drawer.close} onClick={onClose}>
      <X size={18} aria-hidden />
    </IconButton>
  );
}
