import { Event, streamEvents } from '@pebble/contract/events';
import { readStream, StreamRefused, type StreamMessage } from '../../lib/read-stream.ts';
import type { Store } from '../../lib/store.ts';
import type { Session } from '../session/session.ts';
import type { LiveStatus } from './live-status.ts';

export interface LiveOptions {
  session: Pick<Session, 'accessToken' | 'renew'>;
  status: Store<LiveStatus>;
  onEvent(event: Event): void;
  /** `resumed` is false when events may have been missed, as at the start. */
  onOpen(resumed: boolean): void;
  fetch: typeof fetch;
  /** Waits before try number `failures + 1`; ends early when it is worth trying at once. */
  pause(failures: number, signal: AbortSignal): Promise<void>;
}

const SILENCE_MS = 60_000;

/** Keeps the event stream open for as long as `signal` lets it, and resumes after what was last read. */
export async function keepLive(options: LiveOptions, signal: AbortSignal): Promise<void> {
  let lastEventId: string | null = null;
  let failures = 0;
  let rejected: string | null = null;

  const onMessage = ({ id, data }: StreamMessage): void => {
    if (id) lastEventId = id;
    const event = parseEvent(data);
    if (event) options.onEvent(event);
  };
  const onOpen = (): void => {
    failures = 0;
    rejected = null;
    options.status.set('live');
    options.onOpen(lastEventId !== null);
  };

  while (!signal.aborted) {
    let token: string | null = null;
    try {
      token = await (rejected === null ? options.session.accessToken() : options.session.renew(rejected));
      const { fetch } = options;
      const { path } = streamEvents;
      await readStream({ path, token, lastEventId, signal, fetch, silenceMs: SILENCE_MS, onOpen, onMessage });
    } catch (error) {
      if (signal.aborted) return;
      // The role may not listen; asking again would not change that.
      if (error instanceof StreamRefused && error.status === 403) return options.status.set('off');
      const expired: boolean = error instanceof StreamRefused && error.status === 401 && rejected === null;
      rejected = expired ? token : null;
      failures += 1;
      // A token that has run out is no outage: a new one and on, without a pause.
      if (expired) continue;
    }
    options.status.set('reconnecting');
    await options.pause(failures, signal);
  }
}

// A newer server may send kinds of events that this page does not know yet; those it can do without.
function parseEvent(data: string): Event | null {
  try {
    const parsed = Event.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
