import { startTwinServer, type TwinReply, type TwinRequest } from '@pebble/kit/twin/twin-server';

interface HeldWorkflow {
  id: string;
  name: string;
  active: boolean;
  nodes: Record<string, unknown>[];
  connections: unknown;
  settings: unknown;
  /** What runs; a draft may be newer. */
  published: { nodes: Record<string, unknown>[] } | null;
}

export interface HeldN8n {
  workflows: Map<string, HeldWorkflow>;
  credentials: Map<string, { id: string; name: string; type: string; data: Record<string, unknown> }>;
  /** `METHOD path` of each call of the API. */
  calls: string[];
}

const KEY = 'n8n-key';
/** What 2.41 takes of a node; anything more is a 400. */
const NODE_KEYS = new Set(
  (
    'id name webhookId disabled notesInFlow notes type typeVersion executeOnce alwaysOutputData retryOnFail maxTries ' +
    'waitBetweenTries continueOnFail onError position parameters credentials'
  ).split(' '),
);

/** The calls of n8n's public API that we make, refusing what the real one refuses. A webhook is there a look after it was published. */
export async function startN8nStandIn({ failPublish = () => false }: { failPublish?: () => boolean } = {}) {
  const held: HeldN8n = { workflows: new Map(), credentials: new Map(), calls: [] };
  const pending = new Set<string>();
  const server = await startTwinServer({ handle: (request) => answer(request, held, pending, failPublish) });
  return { ...server, held, apiKey: KEY };
}

function answer(
  request: TwinRequest,
  held: HeldN8n,
  pending: Set<string>,
  failPublish: () => boolean,
): TwinReply {
  const [, first, version, resource, id = '', part] = request.path.split('/');
  if (first === 'webhook') return webhook(version ?? '', held, pending);
  if (first !== 'api' || version !== 'v1') return { status: 404 };
  held.calls.push(`${request.method} ${request.path}`);
  if (request.headers['x-n8n-api-key'] !== KEY) return refuse(401, 'unauthorized');
  const json = (request.json ?? {}) as Record<string, unknown>;
  if (resource === 'credentials') return credentials(request.method, id, json, held);
  if (resource !== 'workflows') return refuse(404, 'not found');
  if (request.method === 'POST' && id === '') return save(null, json, held);
  const workflow = held.workflows.get(id);
  if (!workflow) return refuse(404, 'Not Found');
  if (request.method === 'PUT') {
    return request.query.get('publishIfActive') === 'false'
      ? save(workflow, json, held)
      : refuse(400, 'publishes what is not tried');
  }
  if (request.method === 'DELETE') return { status: held.workflows.delete(id) ? 200 : 404, body: workflow };
  if (part === 'activate') return publish(workflow, pending, failPublish);
  return { status: 200, body: workflow };
}

function webhook(webhookId: string, { workflows }: HeldN8n, pending: Set<string>): TwinReply {
  const live = [...workflows.values()].some(({ published }) =>
    published?.nodes.some((node) => node['webhookId'] === webhookId),
  );
  if (!live || pending.delete(webhookId)) return { status: 404, body: { message: 'not registered' } };
  return { status: 401, body: 'unsigned' };
}

function credentials(method: string, id: string, json: Record<string, unknown>, held: HeldN8n): TwinReply {
  if (method === 'GET') {
    const data = [...held.credentials.values()].map(({ data: _, ...shown }) => shown);
    return { status: 200, body: { data, nextCursor: null } };
  }
  const { name, type, data } = json as { name?: string; type?: string; data?: Record<string, unknown> };
  const known = held.credentials.get(id);
  if (method === 'PATCH') {
    if (!known || !data) return refuse(known ? 400 : 404, 'no data');
    known.data = data;
    return { status: 200, body: { id, name: known.name, type: known.type } };
  }
  if (!name || !type || !data) return refuse(400, "must have required property 'data'");
  const made = { id: `cred-${held.credentials.size + 1}`, name, type, data };
  held.credentials.set(made.id, made);
  return { status: 200, body: { id: made.id, name, type } };
}

function save(known: HeldWorkflow | null, json: Record<string, unknown>, held: HeldN8n): TwinReply {
  const keys = ['connections', 'name', 'nodes', 'settings'];
  if (JSON.stringify(Object.keys(json).sort()) !== JSON.stringify(keys)) {
    return refuse(400, 'request/body must NOT have additional properties');
  }
  const draft = json as Pick<HeldWorkflow, 'name' | 'nodes' | 'connections' | 'settings'>;
  const odd = draft.nodes.flatMap((node) => Object.keys(node)).find((key) => !NODE_KEYS.has(key));
  if (odd) return refuse(400, `request/body/nodes must NOT have additional properties: ${odd}`);
  const id = known?.id ?? `wf-${held.workflows.size + 1}`;
  const workflow = {
    ...known,
    ...draft,
    id,
    active: known?.active ?? false,
    published: known?.published ?? null,
  };
  held.workflows.set(id, workflow);
  return { status: 200, body: workflow };
}

function publish(workflow: HeldWorkflow, pending: Set<string>, failPublish: () => boolean): TwinReply {
  if (failPublish()) return refuse(400, 'The workflow cannot be activated');
  workflow.active = true;
  workflow.published = structuredClone({ nodes: workflow.nodes });
  for (const { webhookId } of workflow.nodes) if (typeof webhookId === 'string') pending.add(webhookId);
  return { status: 200, body: workflow };
}

function refuse(status: number, message: string): TwinReply {
  return { status, body: { message } };
}
