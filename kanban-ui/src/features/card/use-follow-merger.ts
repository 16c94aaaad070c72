import type { CardDetail } from '@pebble/contract/cards';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { navigate } from '../../lib/use-route.ts';
import { useSend } from '../session/session-context.tsx';
import { cardQuery } from '../shared/api/get-card.ts';

/** Goes from a card that was merged to the one that took it over, so that old links still lead to the mails. */
export function useFollowMerger(card: CardDetail | undefined): void {
  const into = card?.merged_into ?? null;
  const { data } = useQuery({ ...cardQuery(useSend(), into ?? ''), enabled: into !== null });
  useEffect(() => {
    // In place of the old step: the way back must not lead here again.
    if (data) navigate({ board: data.board, cardId: data.id }, 'replace');
  }, [data]);
}
