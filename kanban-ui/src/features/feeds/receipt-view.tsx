import { useQuery } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import { problemCode } from '../../lib/explain-error.ts';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/receipts.ts';
import { number } from '../../messages/words.ts';
import { Fact } from '../../ui/fact.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useSend } from '../session/session-context.tsx';
import { receiptQuery, type FullReceipt } from './api/receipts.ts';
import { ReceiptSignature } from './receipt-signature.tsx';
import { StatusChip } from './status-chip.tsx';

const words = texts.one;
const COUNTS = Object.keys(words.names) as (keyof typeof words.names)[];

interface ReceiptViewProps {
  id: string;
  query: Readonly<Record<string, string>>;
}

/** One receipt: what became of the mails, which are missing, and its signature. */
export function ReceiptView({ id, query }: ReceiptViewProps) {
  const receipt = useQuery(receiptQuery(useSend(), id));
  const back = (
    <a className="text-link" href={operationsHash('receipts', [], query)}>
      {words.back}
    </a>
  );
  if (receipt.isPending) return <ListSkeleton />;
  if (!receipt.data) {
    if (problemCode(receipt.error) !== 'not_found') {
      return <ErrorState error={receipt.error} onRetry={() => void receipt.refetch()} />;
    }
    return (
      <State icon={<FileQuestion size={28} aria-hidden />} title={words.gone} text={words.goneHint}>
        {back}
      </State>
    );
  }
  const one = receipt.data;
  return (
    <>
      <header className="receipt-head">
        {back}
        <h2>{words.window(mediumTime(one.from), mediumTime(one.to))}</h2>
        <StatusChip status={one.status} />
        <p className="receipt-lead">
          {[one.feed, one.mailbox, one.folder, words.revision(one.revision)].join(' · ')}
        </p>
      </header>
      <section className="receipt-section" aria-label={words.counts}>
        <h3>{words.counts}</h3>
        <dl className="facts">
          {COUNTS.map((name) => (
            <Fact key={name} name={words.names[name]}>
              {number(one.counts[name])}
            </Fact>
          ))}
        </dl>
      </section>
      <Mails title={words.missing} mails={one.missing} />
      <Mails title={words.doubled} mails={one.doubled} />
      <Mails title={words.late} mails={one.late} />
      <ReceiptSignature receipt={one} />
    </>
  );
}

function Mails({ title, mails }: { title: string; mails: FullReceipt['missing'] }) {
  if (mails.length === 0) return null;
  const head = (
    <>
      <th scope="col">{words.received}</th>
      <th scope="col">{words.id}</th>
      <th scope="col">{words.reason}</th>
    </>
  );
  return (
    <section className="receipt-section" aria-label={title}>
      <h3>{title}</h3>
      <Table caption={title} head={head}>
        {mails.map((mail) => (
          <tr role="row" key={mail.id}>
            <td role="cell">{mediumTime(mail.received_at)}</td>
            <td role="cell" data-label={words.id} className="receipt-id">
              <code>{mail.internet_message_id ?? mail.id}</code>
            </td>
            <td role="cell" data-label={words.reason}>
              {mail.reason}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
