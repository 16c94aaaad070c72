/** `connections['name']` or `connections.name`, up to the name's end. */
const REFERENCE = /(\{\{\s*connections)(?:\['([^']+)'\]|\.([^.[\]'"\s}]+))/g;

/** Names of the connections that a flow refers to, in any step, each once. */
export function connectionNames(flow: unknown): string[] {
  const found = JSON.stringify(flow).matchAll(REFERENCE);
  return [...new Set([...found].map(([, , bracketed, dotted]) => bracketed ?? dotted ?? ''))];
}

/**
 * The flow with other names for its connections. A name is a flow's own word; in an engine that several tenants share, each has a
 * connection of its own for it.
 */
export function renameConnections<T>(flow: T, rename: (name: string) => string): T {
  return rewrite(flow, (text) =>
    text.replace(REFERENCE, (_, open: string, bracketed?: string, dotted?: string) =>
      bracketed === undefined ? `${open}.${rename(dotted ?? '')}` : `${open}['${rename(bracketed)}']`,
    ),
  ) as T;
}

function rewrite(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((member) => rewrite(member, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewrite(member, change)]));
}
