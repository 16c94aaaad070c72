import type { Mail } from '@pebble/contract/cards';
import { mediumTime } from '../../lib/relative-time.ts';
import { t } from '../../messages.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Attachments } from './attachments.tsx';
import { HtmlMail } from './html-mail.tsx';
import { PlainMail } from './plain-mail.tsx';
import { splitQuoted } from './quoted-text.ts';
import './mail-thread.css';

// Of a long thread the last mails are what one comes for; the others unfold.
const OPEN = 2;
const SNIPPET = 140;

/** The mails of a card as a conversation, oldest first. */
export function MailThread({ mails }: { mails: readonly Mail[] }) {
  return (
    <section className="thread" aria-labelledby="thread-title">
      <h3 id="thread-title" className="drawer-heading">
        {t.drawer.thread} <span className="drawer-count">{mails.length}</span>
      </h3>
      <ol>
        {mails.map((mail, index) => (
          <li key={mail.id}>
            <MailItem mail={mail} open={index >= mails.length - OPEN} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function MailItem({ mail, open }: { mail: Mail; open: boolean }) {
  const sender = mail.from_name || mail.from_address;
  const sent = mail.sent_at ?? mail.received_at;
  return (
    <details className="mail" open={open}>
      <summary className="mail-head">
        <Avatar name={sender} />
        <span className="mail-sender">
          <bdi className="mail-name">{sender}</bdi>
          {mail.from_name !== '' && <span className="mail-address">{mail.from_address}</span>}
        </span>
        <time className="mail-time" dateTime={sent}>
          {mediumTime(sent)}
        </time>
        <span className="mail-snippet" dir="auto">
          {splitQuoted(mail.text).own.slice(0, SNIPPET)}
        </span>
      </summary>
      <div className="mail-body">
        <Recipients mail={mail} />
        {mail.html === null ? <PlainMail text={mail.text} /> : <HtmlMail mail={mail} html={mail.html} />}
        {mail.attachments.length > 0 && <Attachments attachments={mail.attachments} />}
      </div>
    </details>
  );
}

function Recipients({ mail }: { mail: Mail }) {
  if (mail.to.length === 0 && mail.cc.length === 0) return null;
  return (
    <p className="mail-recipients">
      {mail.to.length > 0 && `${t.drawer.to}: ${mail.to.join(', ')}`}
      {mail.cc.length > 0 && `${mail.to.length > 0 ? ' · ' : ''}${t.drawer.cc}: ${mail.cc.join(', ')}`}
    </p>
  );
}
