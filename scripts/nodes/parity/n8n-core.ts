import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../lib/root.mjs';

/**
 * Everything of n8n's insides that is used here. They come without a promise of staying: versions are pinned in
 * `nodes/host-tests`, and no other file knows them.
 */
const load = createRequire(join(ROOT, 'nodes/host-tests/package.json'));
load('reflect-metadata');
const core = load('n8n-core') as Core;
const { Workflow, NodeHelpers, createRunExecutionData } = load('n8n-workflow') as WorkflowLibrary;

export type Json = Record<string, unknown>;

/** An item as n8n passes it on. */
export interface N8nItem {
  json: Json;
  binary?: Record<string, { data: string; fileName?: string; mimeType: string }>;
  pairedItem?: unknown;
}

/** A node of a workflow, with the credential that it holds. */
export interface N8nNode {
  /** Class of the node, from the built package. */
  type: N8nNodeType;
  parameters: Json;
  credential: { type: string; values: Json; oauth2: boolean } | null;
  /** `continueRegularOutput`: go on after a failure. */
  onError?: string;
}

export interface N8nNodeType {
  description: { name: string };
  poll?(this: unknown): Promise<N8nItem[][] | null>;
  webhook?(this: unknown): Promise<{ workflowData?: N8nItem[][] }>;
  webhookMethods?: {
    default: Record<'checkExists' | 'create' | 'delete', (this: unknown) => Promise<boolean>>;
  };
  methods?: {
    listSearch?: Record<
      string,
      (this: unknown, search?: string) => Promise<{ results: { name: string; value: unknown }[] }>
    >;
  };
}

/** Loads a class of the built package, by its path in `dist`. */
export function loadBuilt<T>(path: string): T {
  return load(join(ROOT, 'nodes/dist', path)) as T;
}

/** Runs one node over items, as n8n runs a workflow: its outputs, or the error that ended the run. */
export async function runNode(
  node: N8nNode,
  items: readonly N8nItem[],
): Promise<{ outputs: N8nItem[][] } | { error: Error & { context?: Json } }> {
  const { workflow, additionalData, start } = prepare(node);
  const stack = [{ node: start, data: { main: [items] }, source: null }];
  const data = createRunExecutionData({ executionData: { nodeExecutionStack: stack } });
  const run = await new core.WorkflowExecute(additionalData, 'trigger', data).processRunExecutionData(
    workflow,
  );
  const { error, runData } = run.data.resultData;
  if (error) return { error };
  return { outputs: runData[NAME]?.[0]?.data?.main ?? [] };
}

/** The contexts of a trigger that is switched on; they share its static data. */
export function triggerContexts(node: N8nNode) {
  const { workflow, additionalData, start } = prepare(node);
  const webhook = { webhookDescription: { name: 'default' }, isTest: false };
  const { PollContext, HookContext, WebhookContext, LoadOptionsContext } = core;
  return {
    staticData: () => workflow.getStaticData('node', start),
    poll: (mode: 'trigger' | 'manual' = 'trigger') =>
      new PollContext(workflow, start, additionalData, mode, 'activate'),
    hook: () => new HookContext(workflow, start, additionalData, 'trigger', 'activate', webhook),
    webhook: (request: Json, response: Json) =>
      new WebhookContext(
        workflow,
        start,
        { ...additionalData, httpRequest: request, httpResponse: response },
        'webhook',
        webhook,
        [],
        null,
      ),
    options: () =>
      new LoadOptionsContext(
        workflow,
        start,
        { ...additionalData, currentNodeParameters: node.parameters },
        '',
      ),
  };
}

const NAME = 'Under test';

function prepare(node: N8nNode) {
  const type = `n8n-nodes-pebble.${node.type.description.name}`;
  const start: Json = {
    ...{ id: 'node-1', name: NAME, type, typeVersion: 1, position: [0, 0], webhookId: 'hook-1' },
    parameters: node.parameters,
    ...(node.credential ? { credentials: { [node.credential.type]: { id: 'c1', name: 'Test' } } } : {}),
    ...(node.onError ? { onError: node.onError } : {}),
  };
  const nodeTypes = {
    getByName: () => node.type,
    getByNameAndVersion: (_: string, version: number) => NodeHelpers.getVersionedNodeType(node.type, version),
    getKnownTypes: () => ({}),
  };
  const settings = { executionOrder: 'v1' };
  const parts = { id: nextId(), nodes: [start], connections: {}, active: true, nodeTypes, settings };
  const workflow = new Workflow(parts);
  const additionalData = {
    hooks: new core.ExecutionLifecycleHooks('trigger', '1', parts),
    credentialsHelper: credentialsHelper(node),
    ...{ executionId: '1', restApiUrl: '', instanceBaseUrl: 'https://hooks.test', variables: {} },
    ...{
      webhookBaseUrl: 'https://hooks.test/webhook',
      webhookTestBaseUrl: 'https://hooks.test/webhook-test',
    },
    webhookWaitingBaseUrl: 'https://hooks.test/webhook-waiting',
    formWaitingBaseUrl: 'https://hooks.test/form-waiting',
    setExecutionStatus() {},
    logAiEvent() {},
    externalSecretsProxy: {},
  };
  return { workflow, additionalData, start: workflow.getNode(NAME) };
}

let workflows = 0;
function nextId(): string {
  return `parity-${(workflows += 1)}`;
}

function credentialsHelper({ credential }: N8nNode) {
  return {
    getParentTypes: () => (credential?.oauth2 ? ['oAuth2Api'] : []),
    authenticate: async (_: unknown, __: string, options: unknown) => options,
    preAuthentication: async () => undefined,
    runPreAuthentication: async () => undefined,
    getCredentials: async () => undefined,
    getDecrypted: async () => credential?.values ?? {},
    updateCredentials: async () => undefined,
    updateCredentialsOauthTokenData: async () => undefined,
    getCredentialsProperties: () => [],
    isCredentialUsableByNode: () => true,
  };
}

type AnyClass = new (...parts: unknown[]) => object;

interface Core extends Record<
  'PollContext' | 'HookContext' | 'WebhookContext' | 'LoadOptionsContext',
  AnyClass
> {
  ExecutionLifecycleHooks: AnyClass;
  WorkflowExecute: new (...parts: unknown[]) => {
    processRunExecutionData(workflow: object): Promise<{
      data: {
        resultData: {
          error?: Error & { context?: Json };
          runData: Record<string, { data?: { main: N8nItem[][] } }[] | undefined>;
        };
      };
    }>;
  };
}

interface WorkflowLibrary {
  Workflow: new (parts: object) => {
    getNode(name: string): object;
    getStaticData(of: string, node: object): Json;
  };
  NodeHelpers: { getVersionedNodeType(type: object, version: number): object };
  createRunExecutionData(parts: object): object;
}
