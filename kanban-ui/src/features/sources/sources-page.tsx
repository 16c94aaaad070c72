import { createMailAccount } from '@pebble/contract/mail-accounts';
import { createSource } from '@pebble/contract/sources';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/sources.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { AccountForm } from './account-form.tsx';
import { AccountList } from './account-list.tsx';
import { MailboxList } from './mailbox-list.tsx';
import { viewOf, VIEWS } from './views.ts';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookList } from './webhook-list.tsx';
import './sources-page.css';

/** The doors by which mail comes in: webhooks of other systems, mail accounts that are read, and our own addresses. */
export function SourcesPage({ route }: { route: OperationsRoute }) {
  const view = viewOf(route);
  const open = route.path.join('/');
  const tabs = VIEWS.map((one) => ({
    name: texts[one],
    href: operationsHash('sources', [], { view: one === 'webhooks' ? undefined : one }),
    current: one === view,
  }));
  return (
    <Page title={texts.title} tools={view === 'mailboxes' ? undefined : <NewDoor key={view} door={view} />}>
      <ViewTabs label={texts.views} tabs={tabs} />
      {view === 'webhooks' && <WebhookList open={open} />}
      {view === 'accounts' && <AccountList open={open} />}
      {view === 'mailboxes' && <MailboxList />}
    </Page>
  );
}

function NewDoor({ door }: { door: 'webhooks' | 'accounts' }) {
  const [making, setMaking] = useState(false);
  const may = useMayCall(door === 'webhooks' ? createSource : createMailAccount);
  if (!may) return null;
  const Form = door === 'webhooks' ? WebhookForm : AccountForm;
  return (
    <>
      <Button look="primary" onClick={() => setMaking(true)}>
        <Plus size={15} aria-hidden />
        {door === 'webhooks' ? texts.webhook.add : texts.account.add}
      </Button>
      {making && <Form onClose={() => setMaking(false)} />}
    </>
  );
}
