import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { N8nWorkflow } from '@pebble/flows/n8n/workflow';
import { ROOT } from '../../lib/root.mjs';
import type { Json, N8nItem } from './n8n-core.ts';

// Insides of n8n, pinned in nodes/host-tests, as in n8n-core.ts: this file runs whole workflows of them.
const load = createRequire(join(ROOT, 'nodes/host-tests/package.json'));
load('reflect-metadata');
const { WorkflowExecute, ExecutionLifecycleHooks } = load('n8n-core') as Core;
const { Workflow, NodeHelpers, createRunExecutionData } = load('n8n-workflow') as WorkflowLibrary;

export interface WorkflowRun {
  workflow: N8nWorkflow;
  /** Class of a node by its type, without the package. */
  typeOf(name: string): object;
  /** Values of a credential by its type. */
  credentials: Readonly<Record<string, Json>>;
  /** What the trigger gives. */
  item: Json;
}

/** What became of a node the last time it ran. */
export interface NodeRun {
  outputs: readonly (readonly (N8nItem & { error?: NodeFailure })[])[];
  /** Set when it ended the run. */
  error?: NodeFailure;
  /** How often it ran. */
  runs: number;
}

export type NodeFailure = Error & { context?: Json };

/** Runs a workflow as n8n does after a call of its trigger. Nodes that did not run are not in the result. */
export async function runWorkflow(
  run: WorkflowRun,
): Promise<{ nodes: Map<string, NodeRun>; failed: boolean }> {
  const { id, name, nodes, connections, settings } = structuredClone(run.workflow);
  const typeOf = (type: string) => run.typeOf(type.replace(/^n8n-nodes-pebble\./, ''));
  const nodeTypes = {
    getByName: typeOf,
    getByNameAndVersion: (type: string, version: number) =>
      NodeHelpers.getVersionedNodeType(typeOf(type), version),
    getKnownTypes: () => ({}),
  };
  // As a public API does that finds credentials by their name.
  for (const node of nodes) {
    for (const one of Object.values(node.credentials ?? {})) one.id ??= one.name;
    if (node.retryOnFail) node.waitBetweenTries = 0;
  }
  const parts = { id, name, nodes, connections, active: true, nodeTypes, settings };
  const workflow = new Workflow(parts);
  const [start] = nodes;
  const stack = [
    { node: workflow.getNode(start?.name ?? ''), data: { main: [[{ json: run.item }]] }, source: null },
  ];
  const data = createRunExecutionData({ executionData: { nodeExecutionStack: stack } });
  const additionalData = {
    hooks: new ExecutionLifecycleHooks('trigger', '1', parts),
    credentialsHelper: credentialsHelper(run.credentials),
    ...{ executionId: '1', restApiUrl: '', instanceBaseUrl: 'https://hooks.test', variables: {} },
    ...{ webhookBaseUrl: 'https://hooks.test/webhook', webhookTestBaseUrl: 'https://hooks.test/test' },
    webhookWaitingBaseUrl: 'https://hooks.test/webhook-waiting',
    formWaitingBaseUrl: 'https://hooks.test/form-waiting',
    setExecutionStatus() {},
    logAiEvent() {},
    externalSecretsProxy: {},
  };
  const { data: result } = await new WorkflowExecute(additionalData, 'trigger', data).processRunExecutionData(
    workflow,
  );
  const { error, runData } = result.resultData;
  const ran = Object.entries(runData).map(([node, runs]): [string, NodeRun] => {
    const last = runs.at(-1);
    return [
      node,
      { outputs: last?.data?.main ?? [], runs: runs.length, ...(last?.error ? { error: last.error } : {}) },
    ];
  });
  return { nodes: new Map(ran), failed: error !== undefined };
}

function credentialsHelper(credentials: WorkflowRun['credentials']) {
  return {
    getParentTypes: (type: string) => (type.endsWith('OAuth2Api') ? ['oAuth2Api'] : []),
    authenticate: async (_: unknown, __: string, options: unknown) => options,
    preAuthentication: async () => undefined,
    runPreAuthentication: async () => undefined,
    getCredentials: async () => undefined,
    getDecrypted: async (_: unknown, __: unknown, type: string) => credentials[type] ?? {},
    updateCredentials: async () => undefined,
    updateCredentialsOauthTokenData: async () => undefined,
    getCredentialsProperties: () => [],
    isCredentialUsableByNode: () => true,
  };
}

type AnyClass = new (...parts: unknown[]) => object;

interface Core {
  ExecutionLifecycleHooks: AnyClass;
  WorkflowExecute: new (...parts: unknown[]) => {
    processRunExecutionData(workflow: object): Promise<{
      data: {
        resultData: {
          error?: NodeFailure;
          runData: Record<string, { data?: { main: N8nItem[][] }; error?: NodeFailure }[]>;
        };
      };
    }>;
  };
}

interface WorkflowLibrary {
  Workflow: new (parts: object) => { getNode(name: string): object };
  NodeHelpers: { getVersionedNodeType(type: object, version: number): object };
  createRunExecutionData(parts: object): object;
}
