import { outsideHttp } from '../../../core-api/src/worker/outside-http.ts';
import type { ConnectorSubscription, ConnectorTrigger, Host } from '@pebble/kit/connector';
import { ConnectorError, InputError, retryAfterOf } from '@pebble/kit/errors';
import type { FileValue } from '@pebble/kit/field';
import { laned } from '@pebble/kit/host/lanes';
import { retrying } from '@pebble/kit/host/retrying';
import type { Registration } from '@pebble/kit/registration';
import type { KeptSession, SessionSlot } from '@pebble/kit/session';
import type { PollCursor } from '@pebble/kit/trigger';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOOK, isFile, withFiles, type Call, type Outcome, type ParityHost } from './parity-host.ts';

const http = retrying(laned(outsideHttp), { sleep: (ms) => sleep(ms), random: () => Math.random() });

/** The connector as the embedded engine and the core's own feeds run it. */
export const embedded: ParityHost = {
  name: 'embedded engine',
  operate: (call, operation) => {
    const files = new Map<string, FileValue>();
    return outcomeOf(async () => {
      const input = await references(call, files);
      return withFiles(await operation.run(hostOf(call, files), input), files);
    });
  },
  choices: (call, lookup, search) =>
    outcomeOf(async () => call.connector.lookups[lookup]?.(hostOf(call, new Map()), search, call.input)),
  start: async (call, trigger, push) => {
    const host = hostOf(call, new Map());
    const subscription = subscriptionOf(trigger, push);
    const since = new Date().toISOString();
    const input = call.input;
    const request = { input, url: HOOK, secret: 'parity-secret-of-more-than-32-letters', now: since };
    const registration = (await subscription?.create(host, request)) ?? null;
    let cursor: PollCursor = null;
    const seen = new Set<string>();
    const poll = (): Promise<Outcome> =>
      outcomeOf(async () => {
        if (trigger.type !== 'poll') throw new InputError('Nothing to poll');
        const items: unknown[] = [];
        for (let more = true; more;) {
          const result = await trigger.poll(host, cursor, { input, since });
          cursor = result.cursor;
          more = result.more ?? false;
          for (const item of result.items) {
            if (!seen.has(item.dedupeKey)) items.push(item.data);
            seen.add(item.dedupeKey);
          }
        }
        return items;
      });
    return {
      poll,
      registration: async () => registration,
      call: (payload) =>
        outcomeOf(async () => {
          const delivery = { input, credential: call.credential, registration };
          if (trigger.type === 'webhook') {
            await trigger.verify?.(payload, delivery);
            return trigger.items(payload).map(({ data }) => data);
          }
          trigger.push?.read(payload, delivery);
          return unwrap(await poll());
        }),
      off: async () => end(subscription, host, registration),
    };
  },
};

async function end(
  subscription: ConnectorSubscription | undefined,
  host: Host,
  registration: Registration | null,
): Promise<void> {
  if (registration) await subscription?.delete(host, registration);
}

function subscriptionOf(trigger: ConnectorTrigger, push: boolean): ConnectorSubscription | undefined {
  if (trigger.type === 'webhook') return trigger.subscription;
  return push ? trigger.push?.subscription : undefined;
}

export async function outcomeOf(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { output: await run() };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { error: error.name, message: error.message, retryAfter: retryAfterOf(error) };
  }
}

function unwrap(outcome: Outcome): unknown {
  if ('output' in outcome) return outcome.output;
  throw new InputError(outcome.message);
}

async function references({ input }: Call, files: Map<string, FileValue>) {
  const given = Object.entries(input).map(([name, value]) => {
    if (!isFile(value)) return [name, value];
    files.set(`given-${name}`, value);
    return [name, `given-${name}`];
  });
  return Object.fromEntries(given) as Record<string, unknown>;
}

function hostOf({ auth, credential }: Call, files: Map<string, FileValue>): Host {
  return {
    ...{
      http,
      credential,
      auth: auth.name,
      session: sessionFor(`${auth.name}:${JSON.stringify(credential)}`),
    },
    files: {
      write: async (file) => {
        const reference = `written-${files.size}`;
        files.set(reference, file);
        return reference;
      },
      read: async (reference) => files.get(reference) ?? missing(),
    },
  };
}

const sessions = new Map<string, SessionSlot>();

// As the core keeps them: one for each credential.
function sessionFor(credential: string): SessionSlot {
  let kept: KeptSession | null = null;
  const slot = sessions.get(credential) ?? {
    get: async () => kept,
    set: async (session) => {
      kept = session;
    },
  };
  sessions.set(credential, slot);
  return slot;
}

function missing(): never {
  throw new InputError('There is no such file');
}
