import type { Item, WebhookPayload } from '../src/trigger.ts';

/** As Activepieces hands a call over. */
interface GivenPayload {
  headers?: Readonly<Record<string, unknown>>;
  queryParams?: Readonly<Record<string, unknown>>;
  body?: unknown;
  rawBody?: unknown;
}

export function readPayload(given: unknown): WebhookPayload {
  const { headers = {}, queryParams = {}, body, rawBody } = (given ?? {}) as GivenPayload;
  const raw = asText(rawBody);
  return {
    headers: texts(headers, (name) => name.toLowerCase()),
    query: texts(queryParams, (name) => name),
    body,
    ...(raw === undefined ? {} : { raw }),
  };
}

function texts(values: Readonly<Record<string, unknown>>, nameOf: (name: string) => string) {
  // Of a parameter that is there twice, the first counts.
  const one = (value: unknown) => String(Array.isArray(value) ? value[0] : value);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [nameOf(name), one(value)]));
}

// On its way through the queue the bytes may have become JSON.
function asText(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw;
  if (raw instanceof Uint8Array) return Buffer.from(raw).toString('utf8');
  const { data } = (raw ?? {}) as { data?: unknown };
  return Array.isArray(data) ? Buffer.from(data as number[]).toString('utf8') : undefined;
}

/** What a run starts with. The key beside the data lets Activepieces drop what two of its processes found at once. */
export function toRun({ dedupeKey, data }: Item): unknown {
  const plain = typeof data === 'object' && data !== null && !Array.isArray(data);
  return plain ? { ...data, _dedupe_key: dedupeKey } : data;
}
