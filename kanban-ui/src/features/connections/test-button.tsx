import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX, PlugZap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { texts } from '../../messages/connections.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useSend } from '../session/session-context.tsx';
import type { Tested } from './api/connections.ts';

interface TestButtonProps {
  name: string;
  request(send: AbortableSend): Promise<Tested>;
  /** What else can be done, beside the button. */
  children?: ReactNode;
}

/** Tries out whether the other side lets us in, and says what it answered. */
export function TestButton({ name, request, children }: TestButtonProps) {
  const send = useSend();
  const test = useMutation({ networkMode: 'always', gcTime: 0, mutationFn: () => request(send) });
  const Icon = test.data?.ok ? CircleCheck : CircleX;
  return (
    <>
      <div className="connection-buttons">
        <Button
          aria-label={`${texts.test}: ${name}`}
          aria-disabled={test.isPending}
          onClick={() => test.isPending || test.mutate()}
        >
          <PlugZap size={15} aria-hidden />
          {test.isPending ? texts.testing : texts.test}
        </Button>
        {children}
      </div>
      <FailureNote title={texts.testFailed} error={test.error} />
      <div className="connection-tested" role="status">
        {test.data && (
          <p data-ok={test.data.ok}>
            <Icon size={17} aria-hidden />
            <span>
              <strong>{test.data.ok ? texts.works : texts.worksNot}.</strong> {test.data.detail}
            </span>
          </p>
        )}
      </div>
    </>
  );
}
