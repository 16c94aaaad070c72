import { FlowTrigger, UpsertAppConnectionRequestBody } from '@activepieces/shared';
import { startTwinServer, type TwinReply, type TwinRequest } from '@pebble/kit/twin/twin-server';

export interface HeldFlow {
  id: string;
  projectId: string;
  status: 'ENABLED' | 'DISABLED';
  operationStatus: string;
  publishedVersionId: string | null;
  version: { id: string; displayName: string; state: string; trigger: unknown; valid: boolean };
  template: Record<string, unknown>;
}

/** What a stand-in for Activepieces holds. */
export interface Held {
  /** `name@version`, and what was uploaded. */
  pieces: Map<string, Uint8Array>;
  /** By external id. */
  connections: Map<string, Record<string, unknown>>;
  flows: Map<string, HeldFlow>;
  calls: { flowId: string; body: unknown }[];
  /** Flows that were ever made. */
  made: number;
}

export interface Behaviour {
  /** A call of a flow's webhook; it is answered before this ends. */
  onCall?: (flow: HeldFlow, call: TwinRequest) => void;
  /** Tries a credential before it is kept; null when it gets through. */
  tryConnection?: (connection: Record<string, unknown>, held: Held) => Promise<string | null>;
}

const ACCOUNT = { email: 'ada@buyer.example', password: 'correct horse' };
const TOKEN = 'user-token';
const PROJECT = 'project-1';

/**
 * The calls of Activepieces 0.83 that we make, with their shapes checked as it checks them: it refuses what the real one refuses, and
 * brings a flow up only after a while. What it runs is up to `onCall`.
 */
export async function startStandIn(options: Behaviour = {}) {
  const held: Held = { pieces: new Map(), connections: new Map(), flows: new Map(), calls: [], made: 0 };
  const server = await startTwinServer({ handle: (request) => answer(request, held, options) });
  return { ...server, held, account: ACCOUNT, token: TOKEN, projectId: PROJECT };
}

async function answer(request: TwinRequest, held: Held, behaviour: Behaviour): Promise<TwinReply> {
  const [, api, version, resource, id, part] = request.path.split('/');
  if (api !== 'api' || version !== 'v1') return { status: 404 };
  if (resource === 'webhooks' && id) {
    const flow = held.flows.get(id);
    if (flow?.status !== 'ENABLED') return { status: 404 };
    held.calls.push({ flowId: id, body: request.json });
    behaviour.onCall?.(flow, request);
    return { status: 200, body: {} };
  }
  if (resource === 'authentication') return signIn(request);
  if (request.headers['authorization'] !== `Bearer ${TOKEN}`) return problem(401, 'AUTHENTICATION');
  if (request.method === 'GET' && resource === 'pieces') return getPiece(request, held, `${id}/${part}`);
  const route = `${request.method} ${resource}${id ? '/:id' : ''}${part ? `/${part}` : ''}`;
  if (route === 'POST app-connections') return upsertConnection(request, held, behaviour);
  const serve = ROUTES[route];
  return serve ? serve(request, held, id ?? '') : { status: 404 };
}

type Serve = (request: TwinRequest, held: Held, id: string) => TwinReply | Promise<TwinReply>;

const ROUTES: Readonly<Record<string, Serve>> = {
  'GET projects': () => ({ status: 200, body: page([{ id: PROJECT, displayName: 'Ada' }]) }),
  'POST pieces': installPiece,
  'GET app-connections': ({ query }, held) => ({
    status: 200,
    // Without their values, as the real one.
    body: page(
      [...held.connections.values()]
        .filter((one) => one['projectId'] === query.get('projectId'))
        .map(({ externalId, displayName, pieceName }) => ({ externalId, displayName, pieceName })),
    ),
  }),
  'GET flows': ({ query }, held) => ({
    status: 200,
    body: page([...held.flows.values()].filter((flow) => flow.projectId === query.get('projectId'))),
  }),
  'POST flows': createFlow,
  'GET flows/:id': (_, held, id) => {
    const flow = held.flows.get(id);
    if (!flow) return problem(404, 'ENTITY_NOT_FOUND');
    const seen = structuredClone(flow);
    // The worker has done its job by the next look.
    if (flow.operationStatus !== 'NONE') {
      flow.status = flow.operationStatus === 'ENABLING' ? 'ENABLED' : 'DISABLED';
      flow.operationStatus = 'NONE';
    }
    return { status: 200, body: seen };
  },
  'POST flows/:id': changeFlow,
  'DELETE flows/:id': (_, held, id) => ({ status: held.flows.delete(id) ? 204 : 404 }),
  'GET flows/:id/template': (_, held, id) => {
    const flow = held.flows.get(id);
    return flow
      ? { status: 200, body: { name: 'x', flows: [flow.template], pieces: [] } }
      : problem(404, 'ENTITY_NOT_FOUND');
  },
  'GET flow-runs': ({ query }, held) => ({
    status: 200,
    body: page(
      held.calls.flatMap(({ flowId }, index) =>
        flowId === query.get('flowId') ? [{ id: `run-${index + 1}`, flowId, status: 'SUCCEEDED' }] : [],
      ),
    ),
  }),
  'GET flow-runs/:id': (_, held, id) => {
    const call = held.calls[Number(id.replace('run-', '')) - 1];
    return call
      ? { status: 200, body: { id, flowId: call.flowId, status: 'SUCCEEDED', steps: { trigger: {} } } }
      : problem(404, 'ENTITY_NOT_FOUND');
  },
};

function signIn({ json }: TwinRequest): TwinReply {
  const { email, password } = (json ?? {}) as Partial<typeof ACCOUNT>;
  if (email !== ACCOUNT.email || password !== ACCOUNT.password) return problem(401, 'INVALID_CREDENTIALS');
  return { status: 200, body: { id: 'user-1', projectId: PROJECT, token: TOKEN } };
}

async function installPiece({ headers, body }: TwinRequest, held: Held): Promise<TwinReply> {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return problem(400, 'VALIDATION');
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const archive = form.get('pieceArchive');
  const wellFormed =
    text('packageType') === 'ARCHIVE' && text('scope') === 'PLATFORM' && text('pieceName') !== '';
  if (!wellFormed || !(archive instanceof File) || !/^\d+\.\d+\.\d+$/.test(text('pieceVersion')))
    return problem(400, 'VALIDATION');
  const key = `${text('pieceName')}@${text('pieceVersion')}`;
  if (held.pieces.has(key)) return problem(409, 'piece_metadata_already_exists');
  held.pieces.set(key, new Uint8Array(await archive.arrayBuffer()));
  return { status: 201, body: { name: text('pieceName'), version: text('pieceVersion') } };
}

function getPiece({ query }: TwinRequest, held: Held, name: string): TwinReply {
  const version = query.get('version') ?? '';
  if (!held.pieces.has(`${name}@${version}`)) return problem(404, 'ENTITY_NOT_FOUND');
  return { status: 200, body: { name, version } };
}

async function upsertConnection(
  { json }: TwinRequest,
  held: Held,
  { tryConnection = refuseRefused }: Behaviour,
): Promise<TwinReply> {
  const read = UpsertAppConnectionRequestBody.safeParse(json);
  if (!read.success || read.data.projectId !== PROJECT) return problem(400, 'VALIDATION');
  const error = await tryConnection(read.data as Record<string, unknown>, held);
  if (error !== null) return problem(400, 'INVALID_APP_CONNECTION', { error });
  held.connections.set(read.data.externalId, read.data as Record<string, unknown>);
  return { status: 201, body: { id: `connection-${held.connections.size}` } };
}

async function refuseRefused(connection: Record<string, unknown>): Promise<string | null> {
  return JSON.stringify(connection).includes('refused') ? 'AuthError: Pebble answered 401' : null;
}

function createFlow({ json }: TwinRequest, held: Held): TwinReply {
  const { displayName, projectId } = (json ?? {}) as Record<string, unknown>;
  if (typeof displayName !== 'string' || projectId !== PROJECT) return problem(400, 'VALIDATION');
  const id = `flow-${(held.made += 1)}`;
  const flow: HeldFlow = {
    ...{ id, projectId, status: 'DISABLED', operationStatus: 'NONE', publishedVersionId: null },
    version: { id: `${id}-v1`, displayName, state: 'DRAFT', trigger: null, valid: false },
    template: {},
  };
  held.flows.set(id, flow);
  return { status: 201, body: flow };
}

function changeFlow({ json }: TwinRequest, held: Held, id: string): TwinReply {
  const flow = held.flows.get(id);
  if (!flow) return problem(404, 'ENTITY_NOT_FOUND');
  const { type, request } = json as { type: string; request: Record<string, unknown> };
  if (type === 'IMPORT_FLOW') {
    const known = ['displayName', 'trigger', 'schemaVersion', 'notes'].every((key) => key in request);
    if (!known || !FlowTrigger.safeParse(request['trigger']).success) return problem(400, 'VALIDATION');
    flow.version = {
      ...flow.version,
      displayName: String(request['displayName']),
      trigger: request['trigger'],
      valid: true,
    };
    flow.template = request;
  } else if (type === 'LOCK_AND_PUBLISH') {
    flow.version.state = 'LOCKED';
    flow.publishedVersionId = flow.version.id;
    flow.operationStatus = 'ENABLING';
  } else if (type === 'CHANGE_STATUS') {
    flow.operationStatus = request['status'] === 'ENABLED' ? 'ENABLING' : 'DISABLING';
  } else return problem(400, 'VALIDATION');
  return { status: 200, body: flow };
}

function page(data: unknown[]) {
  return { data, next: null, previous: null };
}

function problem(status: number, code: string, params: unknown = {}): TwinReply {
  return { status, body: { code, params } };
}
