import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import { fileSize } from '../../lib/file-size.ts';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Fact } from '../../ui/fact.tsx';

const words = texts.letter;

/** Who wrote to whom about what, as far as it could be read. */
export function LetterEnvelope({ letter: { envelope } }: { letter: SyncErrorDetail }) {
  return (
    <section aria-labelledby="letter-envelope-title">
      <h3 id="letter-envelope-title" className="drawer-heading">
        {words.envelope}
      </h3>
      {envelope ? (
        <dl className="facts">
          <Fact name={words.from}>{envelope.from}</Fact>
          <Fact name={words.to}>{envelope.to.join(', ')}</Fact>
          <Fact name={words.cc}>{envelope.cc.join(', ')}</Fact>
          <Fact name={words.sent}>{envelope.sent_at && mediumTime(envelope.sent_at)}</Fact>
          <Fact name={words.messageId} mono>
            {envelope.message_id}
          </Fact>
        </dl>
      ) : (
        <p className="facts-none">{words.noEnvelope}</p>
      )}
    </section>
  );
}

/** What a technician wants to know of it. */
export function LetterFacts({ letter }: { letter: SyncErrorDetail }) {
  const { status, fingerprint } = letter;
  const others = operationsHash('dead-letters', [], {
    cause: fingerprint,
    status: status === 'open' ? undefined : status,
  });
  return (
    <section aria-labelledby="letter-facts-title">
      <h3 id="letter-facts-title" className="drawer-heading">
        {words.facts}
      </h3>
      <dl className="facts">
        <Fact name={words.entity}>{letter.entity_name}</Fact>
        <Fact name={words.mailbox}>{letter.mailbox ?? words.noMailbox}</Fact>
        <Fact name={words.received}>{mediumTime(letter.received_at)}</Fact>
        <Fact name={words.died}>{mediumTime(letter.last_died_at)}</Fact>
        <Fact name={words.attempts}>{words.attemptsOf(letter.attempts, letter.deaths)}</Fact>
        <Fact
          name={words.size}
        >{`${fileSize(letter.payload_bytes)}, ${words.formats[letter.payload_format]}`}</Fact>
        <Fact name={words.step}>{letter.step ?? words.noStep}</Fact>
        <Fact name={words.error} mono>
          {letter.error_class}
        </Fact>
        <Fact name={words.cause}>
          <a className="text-link" href={others}>
            {words.sameCause}
          </a>
        </Fact>
        <Fact name={words.tracking} mono>
          {letter.tracking_id}
        </Fact>
      </dl>
    </section>
  );
}
