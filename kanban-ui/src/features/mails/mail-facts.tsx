import { fileSize } from '../../lib/file-size.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/mails.ts';
import { number } from '../../messages/words.ts';
import { Fact } from '../../ui/fact.tsx';
import { useMe } from '../session/session-context.tsx';
import type { MailDetail } from './api/get-mail.ts';

const words = texts.mail;

/** Who wrote to whom, when it came and by which door. */
export function MailFacts({ mail }: { mail: MailDetail }) {
  const { entities } = useMe();
  const { from_name: name, from_address: address } = mail;
  return (
    <section aria-labelledby="mail-facts-title">
      <h3 id="mail-facts-title" className="drawer-heading">
        {words.facts}
      </h3>
      <dl className="facts">
        <Fact name={words.from}>{name === '' ? address : `${name} <${address}>`}</Fact>
        <Fact name={words.to}>{mail.to.join(', ')}</Fact>
        <Fact name={words.cc}>{mail.cc.join(', ')}</Fact>
        <Fact name={words.sent}>{mail.sent_at && mediumTime(mail.sent_at)}</Fact>
        <Fact name={words.received}>{mediumTime(mail.received_at)}</Fact>
        <Fact name={words.door}>{words.doors[mail.source_system] ?? mail.source_system}</Fact>
        <Fact name={words.mailbox}>{mail.mailbox ?? words.noMailbox}</Fact>
        <Fact name={words.entity}>{entities.find(({ id }) => id === mail.entity_id)?.name}</Fact>
        <Fact name={words.attempts}>{number(mail.attempts)}</Fact>
        <Fact name={words.size}>{fileSize(mail.size)}</Fact>
        <Fact name={words.tracking} mono>
          {mail.tracking_id}
        </Fact>
      </dl>
    </section>
  );
}
