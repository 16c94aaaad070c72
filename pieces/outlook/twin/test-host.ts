import type { Files, Host } from '../../kit/src/connector.ts';
import { InputError } from '../../kit/src/errors.ts';
import type { FileValue } from '../../kit/src/field.ts';
import { laned } from '../../kit/src/host/lanes.ts';
import { retrying } from '../../kit/src/host/retrying.ts';
import type { KeptSession } from '../../kit/src/session.ts';
import { fetchHttp, type SentExchange } from '../../kit/twin/fetch-http.ts';
import type { GraphTwin } from './graph-twin.ts';

export interface TestHost extends Host {
  /** Milliseconds that were waited for before repeats; nobody really waited. */
  waits: number[];
  exchanges: SentExchange[];
  session: { get(): Promise<KeptSession | null>; set(session: KeptSession): Promise<void> };
  files: Files;
}

interface TestHostOptions {
  /** Address of a person who has consented; an app when left out. */
  person?: string;
  /** Milliseconds since 1970, for the end of sessions. */
  now?: () => number;
  /** In place of a host's lanes, for showing what they are good for. */
  lanes?: typeof laned;
}

/** A host as the adapters build it, on a clock that does not wait. */
export function hostOn(twin: GraphTwin, { person, now, lanes = laned }: TestHostOptions = {}): TestHost {
  const waits: number[] = [];
  const exchanges: SentExchange[] = [];
  let kept: KeptSession | null = null;
  const http = retrying(lanes(fetchHttp((exchange) => exchanges.push(exchange))), {
    sleep: async (ms) => void waits.push(ms),
    random: () => 0.5,
  });
  const delegated = person === undefined ? {} : { refresh_token: twin.consent(person) };
  return {
    ...{ http, waits, exchanges, credential: { ...twin.credential, ...delegated } },
    auth: person === undefined ? 'app' : 'delegated',
    session: { get: async () => kept, set: async (session) => void (kept = session) },
    files: memoryFiles(),
    ...(now ? { now } : {}),
  };
}

export function memoryFiles(): Files {
  const kept: FileValue[] = [];
  return {
    write: async (file) => `file-${kept.push(file)}`,
    read: async (reference) => {
      const found = kept[Number(reference.replace('file-', '')) - 1];
      if (!found) throw new InputError('There is no such file');
      return found;
    },
  };
}
