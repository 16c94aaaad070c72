import { ConnectionsPage } from '../features/connections/connections-page.tsx';
import { ReceiptsPage } from '../features/feeds/receipts-page.tsx';
import { useOperationsRoute } from '../lib/use-operations-route.ts';
import { id, me } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';
import {
  connection,
  connector,
  feedBackfill,
  fullReceipt,
  gap,
  mailFeed,
  odoo,
  receipt,
} from './feeds-factories.ts';
import { renderWith } from './render-with.tsx';

function Screen() {
  const route = useOperationsRoute();
  if (!route) return null;
  return route.area === 'receipts' ? <ReceiptsPage route={route} /> : <ConnectionsPage route={route} />;
}

/** Shows connections or receipts at an address of operations, over a server with one connection and one mailbox. */
export function openFeeds(
  address: string,
  more: Record<string, Handler> = {},
  role: 'admin' | 'integrator' | 'ops' = 'integrator',
) {
  const list =
    <T,>(...items: T[]) =>
    () => ({ items, next_cursor: null });
  const mailbox = {
    address: 'sales@gulf.meridian.example',
    entity_id: id(901),
    entity_name: 'Meridian Gulf',
  };
  const server = fakeServer({
    listConnectors: list(connector(), odoo()),
    listConnections: list(connection()),
    listMailFeeds: list(mailFeed()),
    listMailboxes: list(mailbox),
    listFeedBackfills: list(feedBackfill()),
    listReceipts: list(gap(), receipt()),
    getReceipt: () => fullReceipt(),
    ...more,
  });
  window.history.replaceState(null, '', `#/operations/${address}`);
  renderWith(<Screen />, { send: server.send, person: me({ role }) });
  return server;
}
