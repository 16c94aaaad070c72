import { createConnection } from '@pebble/contract/connections';
import { createMailFeed } from '@pebble/contract/mail-feeds';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/connections.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionList } from './connection-list.tsx';
import { FeedForm } from './feed-form.tsx';
import { FeedList } from './feed-list.tsx';
import { FeedView } from './feed-view.tsx';
import './connections-page.css';

/** Connections to other systems, and their mailboxes that are read. */
export function ConnectionsPage({ route }: { route: OperationsRoute }) {
  const [part, feedId] = route.path;
  const feeds = part === 'feeds' || route.query['view'] === 'feeds';
  const tabs = [false, true].map((one) => ({
    name: one ? texts.feeds : texts.connections,
    href: operationsHash('connections', [], { view: one ? 'feeds' : undefined }),
    current: one === feeds,
  }));
  return (
    <Page title={texts.title} tools={<NewOne key={String(feeds)} feed={feeds} />}>
      <ViewTabs label={texts.views} tabs={tabs} />
      {!feeds && <ConnectionList />}
      {feeds && (feedId === undefined ? <FeedList /> : <FeedView key={feedId} id={feedId} />)}
    </Page>
  );
}

function NewOne({ feed }: { feed: boolean }) {
  const [making, setMaking] = useState(false);
  const may = useMayCall(feed ? createMailFeed : createConnection);
  if (!may) return null;
  const close = (): void => setMaking(false);
  return (
    <>
      <Button look="primary" onClick={() => setMaking(true)}>
        <Plus size={15} aria-hidden />
        {feed ? texts.feed.add : texts.connection.add}
      </Button>
      {making && (feed ? <FeedForm onClose={close} /> : <ConnectionForm onClose={close} />)}
    </>
  );
}
