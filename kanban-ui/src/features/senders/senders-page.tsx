import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/senders.ts';
import { Page } from '../../ui/page.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { CheckSender } from './check-sender.tsx';
import { EntryView } from './entry-view.tsx';
import { GlobalView } from './global-view.tsx';
import { LoopList } from './loop-list.tsx';
import { NoiseRules } from './noise-rules.tsx';
import { RefusedList } from './refused-list.tsx';
import { senderView, VIEWS, type SenderView } from './sender-view.ts';
import './senders-page.css';

/** Whose mail is refused or believed, what came of that, and what becomes of mail that nobody wrote. */
export function SendersPage({ route }: { route: OperationsRoute }) {
  const view = senderView(route.query);
  const { check } = route.query;
  const tabs = VIEWS.map((one) => ({
    name: texts.tabs[one],
    href: operationsHash('senders', [], { list: one === 'blocked' ? undefined : one, check }),
    current: one === view,
  }));
  return (
    <Page title={texts.title}>
      <CheckSender address={check ?? ''} />
      <ViewTabs label={texts.views} tabs={tabs} />
      <View view={view} text={route.query['text'] ?? ''} />
    </Page>
  );
}

function View({ view, text }: { view: SenderView; text: string }) {
  switch (view) {
    case 'global':
      return <GlobalView text={text} />;
    case 'refused':
      return <RefusedList text={text} />;
    case 'loops':
      return <LoopList />;
    case 'rules':
      return <NoiseRules />;
    default:
      return <EntryView key={view} list={view} text={text} lead={texts.leads[view]} mayChange />;
  }
}
