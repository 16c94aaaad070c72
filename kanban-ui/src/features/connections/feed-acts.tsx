import { deleteMailFeed, updateMailFeed, type MailFeed } from '@pebble/contract/mail-feeds';
import { Power } from 'lucide-react';
import { useState } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/connections.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { requestFeedChange, requestFeedEnd, requestFeedTest } from './api/feeds.ts';
import { EndDialog } from './end-dialog.tsx';
import { FeedForm } from './feed-form.tsx';
import { TestButton } from './test-button.tsx';
import { useConnectionChange } from './use-connection-change.ts';

const words = texts.feed;

/** Pause or go on, test, edit, delete; for those who may. */
export function FeedActs({ feed }: { feed: MailFeed }) {
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const mayChange = useMayCall(updateMailFeed);
  const mayDelete = useMayCall(deleteMailFeed);
  const turn = useConnectionChange(
    (send, enabled: boolean) => requestFeedChange(send, feed.id, { enabled }),
    ({ name, enabled }) => announce(words.turned[enabled ? 'on' : 'off'](name)),
  );
  if (!mayChange) return null;
  const close = (): void => setDialog(null);
  return (
    <div className="connection-acts">
      <TestButton name={feed.name} request={(send) => requestFeedTest(send, feed.id)}>
        <Button
          look={feed.enabled ? 'normal' : 'primary'}
          aria-disabled={turn.isPending}
          onClick={() => turn.isPending || turn.mutate(!feed.enabled)}
        >
          <Power size={15} aria-hidden />
          {turn.isPending ? texts.busy : feed.enabled ? words.pause : words.resume}
        </Button>
        <Button onClick={() => setDialog('edit')}>{texts.edit}</Button>
        {mayDelete && <Button onClick={() => setDialog('delete')}>{texts.remove}</Button>}
      </TestButton>
      <FailureNote title={words.turnFailed} error={turn.error} />
      {dialog === 'edit' && <FeedForm feed={feed} onClose={close} />}
      {dialog === 'delete' && (
        <EndDialog
          name={feed.name}
          words={words}
          request={(send) => requestFeedEnd(send, feed.id)}
          onClose={close}
          onEnded={() => navigateOperations({ path: [], query: { view: 'feeds' } })}
        />
      )}
    </div>
  );
}
