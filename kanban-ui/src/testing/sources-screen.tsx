import { screen } from '@testing-library/react';
import { SourceDrawer } from '../features/sources/source-drawer.tsx';
import { SourcesPage } from '../features/sources/sources-page.tsx';
import { navigateOperations, useOperationsRoute } from '../lib/use-operations-route.ts';
import { board, id, me } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';
import { renderWith } from './render-with.tsx';
import { account, doorReport, webhook } from './sources-factories.ts';

function Screen() {
  const route = useOperationsRoute();
  if (!route) return null;
  return (
    <>
      <SourcesPage route={route} />
      {route.path.length > 0 && (
        <SourceDrawer
          key={route.path.join('/')}
          route={route}
          modal={false}
          onClose={() => navigateOperations({ path: [] })}
        />
      )}
    </>
  );
}

/** Shows the sources at an address below `sources`, over a server with one webhook and one mail account. */
export function openSources(
  address: string,
  more: Record<string, Handler> = {},
  role: 'integrator' | 'ops' = 'integrator',
) {
  const server = fakeServer({
    listBoards: () => ({ items: [board()], next_cursor: null }),
    listMailboxes: () => ({
      items: [{ address: 'sales@gulf.meridian.example', entity_id: id(901), entity_name: 'Meridian Gulf' }],
      next_cursor: null,
    }),
    listSources: () => ({ items: [webhook()], next_cursor: null }),
    listMailAccounts: () => ({ items: [account()], next_cursor: null }),
    listSourceReports: () => ({ items: [doorReport()], next_cursor: null }),
    listMailAccountReports: () => ({ items: [], next_cursor: null }),
    ...more,
  });
  window.history.replaceState(null, '', `#/operations/sources${address}`);
  renderWith(<Screen />, { send: server.send, person: me({ role }) });
  return server;
}

export const aButton = (name: string) => screen.findByRole('button', { name });
export const aField = (name: string) => screen.findByRole('textbox', { name });
export const aChoice = (name: string) => screen.findByRole<HTMLSelectElement>('combobox', { name });
export const webhookAddress = `/webhooks/${id(431)}`;
export const accountAddress = `/accounts/${id(441)}?view=accounts`;
