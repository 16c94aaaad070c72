import type { LinesReport } from '@pebble/contract/senders';
import { rawMail, type TestMail } from '../../../../test/mails.ts';
import type { TestCore } from '../../../../test/test-core.ts';

export interface Entry {
  id: string;
  pattern: string;
  note: string;
  scope?: string;
}

interface Answer<T> {
  status: number;
  body: T & { code?: string; hint?: string; errors?: { path: string }[] };
}

/** The API of one sender list, as one person sees it. */
export function senderApi(test: TestCore, token: string, list: string) {
  const base = `/api/v1/${list}/`;
  const send = async <T>(method: string, path: string, body?: unknown) =>
    (await test.send({ method, path, token, ...(body === undefined ? {} : { body }) })) as Answer<T>;
  return {
    add: (pattern: string, note = 'unwanted') => send<Entry>('POST', base, { pattern, note }),
    addLines: (lines: string, note = '') => send<LinesReport>('POST', `${base}lines/`, { lines, note }),
    note: (id: string, note: string) => send<Entry>('PATCH', `${base}${id}/`, { note }),
    remove: async (id: string) => (await send('DELETE', `${base}${id}/`)).status,
    page: (query = '') => send<{ items: Entry[]; next_cursor: string | null }>('GET', `${base}?${query}`),
    patterns: async (query = '') =>
      (await send<{ items: Entry[] }>('GET', `${base}?${query}`)).body.items.map(({ pattern }) => pattern),
  };
}

/** Hands a mail over and returns the status, which is 202 or 403. */
export async function offer(test: TestCore, token: string, mail: TestMail): Promise<number> {
  const raw = { type: 'message/rfc822', bytes: rawMail(mail) };
  return (await test.send({ method: 'POST', path: '/api/v1/ingestion/email/', token, raw })).status;
}

/** Types and data of a tenant's events of some kinds, in the order in which they happened. */
export async function eventsOf(
  test: TestCore,
  types: readonly string[],
  tenant: 'ours' | 'theirs' = 'ours',
): Promise<{ type: string; data: Record<string, unknown>; actor: string }[]> {
  return test.db.withTenant(test[tenant].scope, (tx) =>
    tx.sql('events').whereIn('type', types).orderBy('id').select('type', 'data', 'actor'),
  );
}
