import type { ImportPreview } from '@pebble/contract/import-mapping';
import type { Import } from '@pebble/contract/imports';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/imports.ts';
import { hasLines, isArchive } from './import-kinds.ts';

const words = texts.preview;
const SHOWN = 5;

/** The mails that come of the first rows; the first of them at once, the others when they are asked for. */
export function SampleMails({ one, preview: { mails } }: { one: Import; preview: ImportPreview }) {
  const place = hasLines(one) ? words.lineOf : words.rowOf;
  const list = (some: ImportPreview['mails']) => (
    <ol className="sample-mails">
      {some.map((mail) => (
        <Sample key={mail.line} mail={mail} place={place(mail.line)} />
      ))}
    </ol>
  );
  return (
    <section className="preparation" aria-labelledby="sample-title">
      <h3 id="sample-title">{isArchive(one) ? words.ofArchive : words.title}</h3>
      <div className="preparation-body">
        {mails.length === 0 ? <p>{words.none}</p> : list(mails.slice(0, SHOWN))}
        {mails.length > SHOWN && (
          <details>
            <summary>{words.others(mails.length - SHOWN)}</summary>
            {list(mails.slice(SHOWN))}
          </details>
        )}
      </div>
    </section>
  );
}

function Sample({ mail, place }: { mail: ImportPreview['mails'][number]; place: string }) {
  const { subject, from, body, received_at: at, mailbox, to, attachment_urls: urls } = mail;
  const facts = [
    place,
    at !== null && mediumTime(at),
    mailbox !== null && words.at(mailbox),
    mailbox === null && to.length > 0 && words.to(to.join(', ')),
    urls.length > 0 && words.attachments(urls.length),
  ];
  return (
    <li>
      <p className="sample-subject" dir="auto">
        {subject || words.noSubject}
      </p>
      <p className="sample-from">
        <bdi>{from}</bdi>
      </p>
      <p className="sample-body" dir="auto">
        {body.trim() || words.noText}
      </p>
      <p className="sample-facts">{facts.filter(Boolean).join(' · ')}</p>
    </li>
  );
}
