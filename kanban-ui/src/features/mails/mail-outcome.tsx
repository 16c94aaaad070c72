import { getSyncError } from '@pebble/contract/dead-letters';
import { getCard } from '@pebble/contract/cards';
import { openMail } from '@pebble/contract/mails';
import { operationsHash } from '../../lib/operations-route.ts';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { useMayCall } from '../session/session-context.tsx';
import type { MailDetail } from './api/get-mail.ts';
import { CardLink } from './card-link.tsx';
import { MakeCard } from './make-card.tsx';
import { plainReason } from './plain-reason.ts';
import './mail-outcome.css';

const words = texts.mail;

/** What became of a mail and why, in plain sentences, and where that leads to. */
export function MailOutcome({ mail }: { mail: MailDetail }) {
  const mayOpen = useMayCall(openMail);
  const maySeeCard = useMayCall(getCard);
  const query = useOperationsRoute()?.query;
  const maySeeLetter = useMayCall(getSyncError);
  const { state, card_id: card, about_card_id: about, dead_letter_id: letter, copy_of: original } = mail;
  return (
    <section className="mail-fate" aria-labelledby="mail-fate-title">
      <h3 id="mail-fate-title" className="drawer-heading">
        {words.outcome}
      </h3>
      {/* That of a copy names the other mail by its id, which says nothing to anybody. */}
      {mail.reason !== null && state !== 'duplicate' && <p>{plainReason(mail.reason)}</p>}
      <p>{sentenceOf(mail)}</p>
      {mail.opened && <p>{words.opened}</p>}
      {maySeeCard && card !== null && <CardLink id={card} label={words.card} />}
      {maySeeCard && about !== null && <CardLink id={about} label={words.aboutCard} />}
      <div className="mail-ways">
        {original !== null && (
          <a className="text-link" href={operationsHash('mails', [original], query)}>
            {words.original}
          </a>
        )}
        {maySeeLetter && letter !== null && (
          <a className="text-link" href={operationsHash('dead-letters', [letter])}>
            {state === 'dead' ? words.letter : words.letterThen}
          </a>
        )}
      </div>
      {state === 'ignored' && mayOpen && <MakeCard id={mail.tracking_id} />}
    </section>
  );
}

function sentenceOf({ state, attempts }: MailDetail): string {
  if (state !== 'accepted') return words.sentences[state];
  return attempts === 0 ? words.waits : words.triedAgain(attempts);
}
