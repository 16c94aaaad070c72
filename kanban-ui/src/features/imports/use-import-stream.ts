import { Import, streamImport } from '@pebble/contract/imports';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { pause } from '../../lib/pause.ts';
import { readStream, StreamRefused } from '../../lib/read-stream.ts';
import { useSession } from '../session/session-context.tsx';
import type { Session } from '../session/session.ts';
import { importKeys } from '../shared/operations-keys.ts';

const SILENCE_MS = 60_000;

/** Keeps a running import in the cache in step with the server; ends by itself when the import does. */
export function useImportStream({ id, state }: Pick<Import, 'id' | 'state'>): void {
  const client = useQueryClient();
  const session = useSession();
  const running = state === 'running';
  useEffect(() => {
    if (!running) return;
    const stop = new AbortController();
    void follow(session, id, stop.signal, (one) => client.setQueryData(importKeys.one(id), one));
    return () => stop.abort();
  }, [client, session, id, running]);
}

/** Reads the stream until the import does not run any more, and again from where it was cut. */
async function follow(
  session: Session,
  id: string,
  signal: AbortSignal,
  onChange: (one: Import) => void,
): Promise<void> {
  const path = streamImport.path.replace('{import_id}', encodeURIComponent(id));
  let lastEventId: string | null = null;
  let rejected: string | null = null;
  for (let failures = 0; !signal.aborted; failures += 1) {
    let token: string | null = null;
    try {
      token = await (rejected === null ? session.accessToken() : session.renew(rejected));
      await readStream({
        ...{ path, token, lastEventId, signal, silenceMs: SILENCE_MS },
        fetch: (...args) => fetch(...args),
        onOpen: () => (failures = 0),
        onMessage: (message) => {
          lastEventId = message.id ?? lastEventId;
          const one = parseImport(message.data);
          if (one) onChange(one);
        },
      });
    } catch (error) {
      const refused: number | null = error instanceof StreamRefused ? error.status : null;
      // The import is gone, or not for this role any more: asking again would not change that.
      if (refused === 403 || refused === 404) return;
      rejected = refused === 401 ? token : null;
    }
    if (!signal.aborted) await pause(failures + 1, signal);
  }
}

function parseImport(data: string): Import | null {
  try {
    const parsed = Import.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
