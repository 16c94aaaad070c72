import { SendersPage } from '../features/senders/senders-page.tsx';
import { useOperationsRoute } from '../lib/use-operations-route.ts';
import { me } from './factories.ts';
import type { Handler } from './fake-server.ts';
import { renderWith, testClient } from './render-with.tsx';
import { sendersServer } from './senders-server.ts';

function Screen() {
  const route = useOperationsRoute();
  return route && <SendersPage route={route} />;
}

/** The screen of senders at an address, over a server of its own. */
export function openSenders(query = '', more: Record<string, Handler> = {}, role: 'ops' | 'admin' = 'ops') {
  window.history.replaceState(null, '', `#/operations/senders${query}`);
  const server = sendersServer(more);
  const client = testClient();
  renderWith(<Screen />, { send: server.send, person: me({ role }), client });
  return { server, client };
}
