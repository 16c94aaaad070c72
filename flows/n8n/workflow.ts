/** What n8n imports, as far as a compiled flow needs it. */
export interface N8nWorkflow {
  /** Of the file, for imports from the command line; the public API gives its own. */
  id: string;
  name: string;
  active: boolean;
  nodes: N8nNode[];
  /** By name of the source, then one list of targets for each of its outputs. */
  connections: Record<string, { main: N8nTarget[][] }>;
  settings: { executionOrder: 'v1' };
}

export interface N8nNode {
  id: string;
  name: string;
  type: string;
  typeVersion: number;
  /** From left to right and from top to bottom. Outputs of a node run in the order of their targets' second number. */
  position: [number, number];
  parameters: Record<string, unknown>;
  /** Name of the credential by its type; n8n finds the id by the name. */
  credentials?: Record<string, { id: string | null; name: string }>;
  notes?: string;
  notesInFlow?: boolean;
  onError?: 'continueRegularOutput';
  retryOnFail?: boolean;
  maxTries?: number;
  waitBetweenTries?: number;
  webhookId?: string;
}

export interface N8nTarget {
  node: string;
  type: 'main';
  index: number;
}
