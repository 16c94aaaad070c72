import { FlowsPage } from '../features/flows/flows-page.tsx';
import { useOperationsRoute } from '../lib/use-operations-route.ts';
import { board, me } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';
import {
  backtest,
  backtestItem,
  deployment,
  draftVersion,
  flowGraph,
  flowRun,
  flowVersion,
  knob,
} from './flows-factories.ts';
import { renderWith } from './render-with.tsx';

function Screen() {
  const route = useOperationsRoute();
  return route && <FlowsPage route={route} />;
}

/** Shows the flows at an address below `flows`, over a server with one flow of two versions. */
export function openFlows(
  address: string,
  more: Record<string, Handler> = {},
  role: 'admin' | 'integrator' | 'ops' = 'admin',
) {
  const list =
    <T,>(...items: T[]) =>
    () => ({ items, next_cursor: null });
  const server = fakeServer({
    listBoards: list(board()),
    listFlows: list(draftVersion(), flowVersion()),
    getMailFlow: () => ({ flow_id: 'email-triage' }),
    listConnections: list(),
    listFlowDeployments: list(deployment()),
    getFlowGraph: () => flowGraph(),
    listFlowRuns: list(flowRun()),
    getFlowKnobs: () => ({ flow_id: 'email-triage', version: '1.1.0', knobs: [knob()] }),
    listBacktests: list(backtest()),
    getBacktest: () => backtest(),
    listBacktestItems: list(backtestItem()),
    ...more,
  });
  window.history.replaceState(null, '', `#/operations/flows${address}`);
  renderWith(<Screen />, { send: server.send, person: me({ role }) });
  return server;
}
