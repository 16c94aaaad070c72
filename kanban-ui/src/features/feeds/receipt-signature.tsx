import { useMutation } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/receipts.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Fact } from '../../ui/fact.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useSend } from '../session/session-context.tsx';
import { requestVerification, type FullReceipt } from './api/receipts.ts';

const words = texts.one;

/** What was signed, by which key, and how to check it: here, or without us. */
export function ReceiptSignature({ receipt }: { receipt: FullReceipt }) {
  const send = useSend();
  const verify = useMutation({
    networkMode: 'always',
    gcTime: 0,
    mutationFn: () => requestVerification(send, receipt.id),
  });
  const Icon = verify.data?.valid ? ShieldCheck : ShieldAlert;
  return (
    <section className="receipt-section" aria-label={words.signature}>
      <h3>{words.signature}</h3>
      <dl className="facts">
        <Fact name={words.signedAt}>{mediumTime(receipt.signed_at)}</Fact>
        <Fact name={words.key} mono>{`${receipt.key_id} (${words.algorithm})`}</Fact>
      </dl>
      <div>
        <Button aria-disabled={verify.isPending} onClick={() => verify.isPending || verify.mutate()}>
          <ShieldCheck size={15} aria-hidden />
          {verify.isPending ? words.verifying : words.verify}
        </Button>
      </div>
      <FailureNote title={words.verifyFailed} error={verify.error} />
      <div role="status">
        {verify.data && (
          <p className="receipt-verified" data-ok={verify.data.valid}>
            <Icon size={17} aria-hidden />
            <span>
              <strong>{verify.data.valid ? words.valid : words.invalid}.</strong> {verify.data.detail}
            </span>
          </p>
        )}
      </div>
      <CopyField label={words.signature} value={receipt.signature} words={words.copy} />
      <CopyField label={words.body} value={receipt.body} words={words.copy} />
      <details className="receipt-how">
        <summary>{words.how}</summary>
        <ol>
          {words.howSteps(receipt.key_id).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
    </section>
  );
}
