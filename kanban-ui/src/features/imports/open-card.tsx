import { useMutation } from '@tanstack/react-query';
import { explainLine } from '../../lib/explain-error.ts';
import { formatHash } from '../../lib/route.ts';
import { goTo } from '../../lib/use-route.ts';
import { texts } from '../../messages/imports.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { requestCard } from '../shared/api/get-card.ts';

/** Leads to a row's card. On which board it lies is asked for when somebody wants to go there. */
export function OpenCard({ id, line }: { id: string; line: string }) {
  const send = useSend();
  const open = useMutation({
    networkMode: 'always',
    mutationFn: () => requestCard(send, id),
    onSuccess: ({ board }) => goTo(formatHash({ board, cardId: id, text: '', entity: null })),
    onError: (error) => showToast('error', texts.rows.cardFailed, explainLine(error)),
  });
  return (
    <button
      type="button"
      className="text-link import-card"
      aria-disabled={open.isPending}
      onClick={() => open.isPending || open.mutate()}
    >
      {texts.rows.openCard} <span className="visually-hidden">({line})</span>
    </button>
  );
}
