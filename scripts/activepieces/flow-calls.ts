import { ScriptError } from '../lib/script-error.mjs';
import type { Wire } from './wire.ts';

/** The part of a template that an import takes. */
export interface FlowDraft {
  displayName: string;
  trigger: unknown;
  schemaVersion: string | null;
  notes?: unknown;
}

export interface RemoteFlow {
  id: string;
  status: 'ENABLED' | 'DISABLED';
  /** NONE when nothing is under way. */
  operationStatus: string;
  publishedVersionId: string | null;
  version: { id: string; displayName: string; state: string; trigger: unknown; valid: boolean };
}

export interface RemoteRun {
  id: string;
  status: string;
  flowId: string;
  flowVersionId: string;
  created: string;
  failedStep?: { name: string; displayName: string; message?: string } | null;
  steps?: Readonly<Record<string, unknown>>;
}

export interface Page<T> {
  data: T[];
  next?: string | null;
}

function query(values: Record<string, string>): string {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
}

interface Patience {
  patienceMs?: number;
  pauseMs?: number;
}

/** Flows of one project and their runs. */
export function flowCalls(projectId: string, send: Wire, patience: Patience = {}) {
  const flowPath = (id: string) => `/v1/flows/${encodeURIComponent(id)}`;
  const change = (id: string, type: string, request: unknown) =>
    send<RemoteFlow>('POST', flowPath(id), { type, request });
  return {
    /** Every flow of the project. */
    async listFlows(): Promise<RemoteFlow[]> {
      const flows: RemoteFlow[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Page<RemoteFlow> = await send(
          'GET',
          `/v1/flows?${query({ projectId, limit: '100', cursor })}`,
        );
        flows.push(...page.data);
        cursor = page.next ?? null;
      }
      return flows;
    },
    createFlow: (displayName: string) => send<RemoteFlow>('POST', '/v1/flows', { displayName, projectId }),
    getFlow: (id: string) => send<RemoteFlow>('GET', flowPath(id)),
    /** Replaces the draft of a flow. What is published goes on as it is until `publishFlow`. */
    importFlow: (id: string, { displayName, trigger, schemaVersion, notes = null }: FlowDraft) =>
      change(id, 'IMPORT_FLOW', { displayName, trigger, schemaVersion, notes }),
    /** Publishes the draft and waits until it takes events. */
    async publishFlow(id: string): Promise<RemoteFlow> {
      await change(id, 'LOCK_AND_PUBLISH', { status: 'ENABLED' });
      return settled(id, 'ENABLED', () => send<RemoteFlow>('GET', flowPath(id)), patience);
    },
    async disableFlow(id: string): Promise<RemoteFlow> {
      await change(id, 'CHANGE_STATUS', { status: 'DISABLED' });
      return settled(id, 'DISABLED', () => send<RemoteFlow>('GET', flowPath(id)), patience);
    },
    deleteFlow: (id: string) => send<unknown>('DELETE', flowPath(id)),
    /** The draft, or the version that is named, as a template. */
    async exportFlow(id: string, versionId?: string): Promise<FlowDraft> {
      const path = `${flowPath(id)}/template${versionId ? `?${query({ versionId })}` : ''}`;
      const template = await send<{ flows?: FlowDraft[] }>('GET', path);
      const [flow] = template.flows ?? [];
      if (!flow) throw new ScriptError(`Activepieces gave no flow for ${id}.`);
      return flow;
    },
    async listRuns(flowId: string, limit = 10): Promise<RemoteRun[]> {
      const path = `/v1/flow-runs?${query({ projectId, flowId, limit: String(limit) })}`;
      return (await send<Page<RemoteRun>>('GET', path)).data;
    },
    /** With its steps. */
    getRun: (id: string) => send<RemoteRun>('GET', `/v1/flow-runs/${encodeURIComponent(id)}`),
  };
}

/** Changing the status is a job of a worker: the call that asks for it answers before it is done. */
async function settled(
  id: string,
  status: RemoteFlow['status'],
  read: () => Promise<RemoteFlow>,
  { patienceMs = 60_000, pauseMs = 500 }: Patience,
): Promise<RemoteFlow> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const flow = await read();
    if (flow.status === status && flow.operationStatus === 'NONE') return flow;
    if (Date.now() > end)
      throw new ScriptError(
        `Activepieces did not bring the flow ${id} to ${status}: it is ${flow.status}, ${flow.operationStatus}.\n` +
          'Look at its worker: the trigger may have failed to start, or the worker may not run.',
      );
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
