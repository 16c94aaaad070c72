import type { N8nWorkflow } from '@pebble/flows/n8n/workflow';
import { ScriptError } from '../lib/script-error.mjs';

export interface N8nOptions {
  /** Where its people open it, such as http://127.0.0.1:5678. */
  url: string;
  apiKey: string;
  /** For tests. */
  fetch?: typeof fetch;
  /** How long a published webhook may take to answer, in milliseconds; a minute when left out. */
  patienceMs?: number;
  /** Between two looks; half a second when left out. */
  pauseMs?: number;
}

/** What the public API takes of a workflow. */
export type WorkflowDraft = Pick<N8nWorkflow, 'name' | 'nodes' | 'connections' | 'settings'>;

export interface RemoteWorkflow extends WorkflowDraft {
  id: string;
  active: boolean;
}

export interface RemoteCredential {
  id: string;
  name: string;
  type: string;
}

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

export type N8n = ReturnType<typeof openN8n>;

/** The public API of an n8n from 2.41 on. Throws ScriptError, which tells what to do and holds neither key nor workflow. */
export function openN8n(options: N8nOptions) {
  const url = options.url.replace(/\/+$/, '');
  const send = wire(url, options);
  const workflowPath = (id: string) => `/workflows/${encodeURIComponent(id)}`;
  return {
    url,
    async listCredentials(): Promise<RemoteCredential[]> {
      const found: RemoteCredential[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = new URLSearchParams({ limit: '100', ...(cursor ? { cursor } : {}) });
        const page: Page<RemoteCredential> = await send('GET', `/credentials?${query}`);
        found.push(...page.data);
        cursor = page.nextCursor;
      }
      return found;
    },
    createCredential: (draft: { name: string; type: string; data: Readonly<Record<string, unknown>> }) =>
      send<RemoteCredential>('POST', '/credentials', draft),
    updateCredential: (id: string, data: Readonly<Record<string, unknown>>) =>
      send<RemoteCredential>('PATCH', `/credentials/${encodeURIComponent(id)}`, { data }),
    /** Null when there is none of this id any more. */
    getWorkflow: (id: string) =>
      send<RemoteWorkflow | null>('GET', workflowPath(id), undefined, { accept: [404] }),
    createWorkflow: (draft: WorkflowDraft) => send<RemoteWorkflow>('POST', '/workflows', draft),
    /** Saves a draft; what is published goes on as it is until `publishWorkflow`. */
    saveWorkflow: (id: string, draft: WorkflowDraft) =>
      send<RemoteWorkflow>('PUT', `${workflowPath(id)}?publishIfActive=false`, draft),
    publishWorkflow: (id: string) => send<RemoteWorkflow>('POST', `${workflowPath(id)}/activate`, {}),
    deleteWorkflow: (id: string) => send<unknown>('DELETE', workflowPath(id)),
    /** Publishing answers before the webhook is there: n8n says 404 for a while. An empty call starts nothing. */
    async awaitWebhook(webhookUrl: string): Promise<void> {
      const { patienceMs = 60_000, pauseMs = 500 } = options;
      const end = Date.now() + patienceMs;
      for (;;) {
        const reply = await (options.fetch ?? fetch)(webhookUrl, { method: 'POST' }).catch(() => null);
        if (reply && reply.status !== 404) return;
        if (Date.now() > end) {
          throw new ScriptError(
            'n8n has published the workflow, but its webhook does not answer. Are n8n-nodes-pebble and its trigger there?',
          );
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    },
    webhookUrl: (webhookId: string, path: string) => `${url}/webhook/${webhookId}/${path}`,
    /** Where a person opens the workflow. */
    workflowUrl: (id: string) => `${url}/workflow/${id}`,
  };
}

function wire(url: string, options: N8nOptions) {
  return async <T>(
    method: string,
    path: string,
    body?: unknown,
    { accept = [] }: { accept?: readonly number[] } = {},
  ): Promise<T> => {
    const reply = await (options.fetch ?? fetch)(`${url}/api/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'x-n8n-api-key': options.apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
    }).catch(() => {
      throw new ScriptError(`n8n does not answer at ${url}\nIs N8N_URL right?`);
    });
    const text = await reply.text();
    if (accept.includes(reply.status)) return null as T;
    if (!reply.ok) throw new ScriptError(failure(`${method} ${path.split('?')[0]}`, reply.status, text));
    return (text === '' ? null : JSON.parse(text)) as T;
  };
}

function failure(what: string, status: number, text: string): string {
  return `n8n answered ${status} to ${what}.${told(text)}${hint(status)}`;
}

// Its messages name parts of a request, and no values.
function told(text: string): string {
  const message = /"message"\s*:\s*"((?:[^"\\]|\\.){1,300})"/.exec(text)?.[1];
  return message === undefined ? '' : `\nIt says: ${message}`;
}

function hint(status: number): string {
  if (status === 401) return '\nN8N_API_KEY is wrong or has ended: make a new one under Settings, n8n API.';
  if (status === 403)
    return '\nThe key lacks a scope: it needs workflow:*, credential:create, credential:list and credential:update.';
  return status === 404 ? '\nIs this an n8n of 2.41 or newer, and is its public API switched on?' : '';
}
