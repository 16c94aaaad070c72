import { loadCatalog } from '@pebble/flows/catalog';
import { systemClock } from '@pebble/flows/engine/clock';
import type { FindConnection } from '@pebble/flows/engine/connections';
import { loadFlow, type LoadedFlow } from '@pebble/flows/engine/load-flow';
import { runFlow } from '@pebble/flows/engine/run-flow';
import { PIECES } from '@pebble/flows/pieces';
import type { Http } from '@pebble/kit/http';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { outsideHttp } from '../outside-http.ts';

/** What can be wrong with another engine. */
export interface Faults {
  /** What the webhook answers; nothing is run unless it is a success. */
  status: number;
  /** The call arrives and the flow runs, but the answer is lost. */
  loseAnswer: boolean;
  /** How often a call is run: 0 is an engine that forgets it, 2 one that delivers twice. */
  runs: number;
  /** Where the engine dies: the flow gets no further. */
  dies: 'never' | 'before-card' | 'before-report';
  /** How often each report is sent. */
  reports: number;
  /** What every card is answered, for flows that report a failure; null asks Pebble. */
  card: number | null;
  /** Runs wait for it. */
  gate: Promise<void>;
}

export const SOUND: Readonly<Faults> = {
  ...{ status: 200, loseAnswer: false, runs: 1, dies: 'never', reports: 1, card: null },
  gate: Promise.resolve(),
};

export interface StandInHost {
  url: string;
  faults: Faults;
  /** Ids of the calls that came, in order. */
  calls: string[];
  /** Statuses of the reports that Pebble was sent. */
  reported: number[];
  close(): Promise<void>;
}

/** An engine in the place of Activepieces and n8n: takes a signed job by HTTP, and runs the flow over HTTP against a listening Pebble. */
export async function startStandInHost(
  api: string,
  secret: string,
  { flowId = 'email-triage', findConnection }: { flowId?: string; findConnection?: FindConnection } = {},
): Promise<StandInHost> {
  const [wanted] = (await loadCatalog()).filter(({ id }) => id === flowId);
  if (!wanted) throw new Error(`${flowId} is not in the catalogue`);
  const flow = loadFlow({ ...wanted, pieces: PIECES });
  const running = new Set<Promise<unknown>>();
  const host: Omit<StandInHost, 'url' | 'close'> = { faults: { ...SOUND }, calls: [], reported: [] };
  const server = createServer((request, response) => {
    const work = serve(request, response).catch((error: unknown) => response.destroy(error as Error));
    running.add(work);
    void work.finally(() => running.delete(work));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await text(request);
    await verify(request, raw, secret);
    const faults = { ...host.faults };
    host.calls.push(String(request.headers['webhook-id']));
    if (faults.loseAnswer) response.destroy();
    else response.writeHead(faults.status, { 'content-type': 'application/json' }).end('{}');
    if (faults.status >= 300) return;
    await faults.gate;
    const once = () => run(flow, { api, raw, faults, reported: host.reported, findConnection });
    await Promise.all(Array.from({ length: faults.runs }, once));
  }

  return { ...host, ...(await opened(server, running)), faults: host.faults };
}

async function opened(
  server: Server,
  running: Set<Promise<unknown>>,
): Promise<Pick<StandInHost, 'url' | 'close'>> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await Promise.allSettled(running);
    },
  };
}

/** As the trigger of the piece does it in its host. */
async function verify(request: IncomingMessage, raw: string, signing_secret: string): Promise<void> {
  const trigger = PIECES['@pebble/piece-pebble']?.triggers.find(({ name }) => name === 'new_mail');
  if (trigger?.type !== 'webhook') throw new Error('new_mail is a webhook');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const payload = { headers, query: {}, body: JSON.parse(raw) as unknown, raw };
  await trigger.verify?.(payload, { input: {}, credential: { signing_secret }, registration: null });
}

interface RunParts {
  api: string;
  raw: string;
  faults: Faults;
  reported: number[];
  findConnection: FindConnection | undefined;
}

async function run(
  flow: LoadedFlow,
  { api, raw, faults, reported, findConnection }: RunParts,
): Promise<void> {
  let dead = false;
  const http: Http = async (request) => {
    const isReport = request.url.endsWith('/report/');
    const isCard = request.url.endsWith('/card/');
    if ((faults.dies === 'before-report' && isReport) || (faults.dies === 'before-card' && isCard))
      dead = true;
    if (dead) throw new Error('the engine is dead');
    if (isCard && faults.card !== null) return { status: faults.card, headers: {}, body: '{}' };
    for (let extra = isReport ? 1 : faults.reports; extra < faults.reports; extra += 1) {
      reported.push((await outsideHttp(request)).status);
    }
    const answer = await outsideHttp(request);
    if (isReport) reported.push(answer.status);
    return answer;
  };
  await runFlow(flow, {
    payload: JSON.parse(raw) as unknown,
    connections: { pebble: { base_url: api } },
    http,
    ...(findConnection ? { findConnection } : {}),
    clock: systemClock,
  });
}
