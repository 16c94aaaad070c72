import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SquarePlus } from 'lucide-react';
import { useRef } from 'react';
import { texts } from '../../messages/mails.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';
import { requestOpening } from './api/act-on-mail.ts';

const words = texts.mail;

/** Sends an ignored mail through its flow after all. */
export function MakeCard({ id }: { id: string }) {
  const client = useQueryClient();
  const send = useSend();
  const place = useRef<HTMLDivElement>(null);
  const open = useMutation({
    networkMode: 'always',
    mutationFn: () => requestOpening(send, id),
    onSuccess() {
      announce(words.madeCard);
      // The button goes with what it was for, and the focus must not be lost with it.
      place.current?.closest<HTMLElement>('.drawer')?.focus();
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.mails }),
  });
  return (
    <div className="mail-acts" ref={place}>
      <Button
        look="primary"
        aria-disabled={open.isPending}
        aria-describedby="make-card-hint"
        onClick={() => open.isPending || open.mutate()}
      >
        <SquarePlus size={15} aria-hidden />
        {open.isPending ? words.makingCard : words.makeCard}
      </Button>
      <span className="mail-hint" id="make-card-hint">
        {words.makeCardHint}
      </span>
      <FailureNote title={words.makeCardFailed} error={open.error} />
    </div>
  );
}
