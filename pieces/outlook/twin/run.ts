import type { ConnectorPollTrigger, Host } from '../../kit/src/connector.ts';
import type { Item, PollCursor } from '../../kit/src/trigger.ts';
import { outlook } from '../src/connector.ts';
import type { MessageRef } from '../src/message.ts';

export const SALES = 'sales@brightwater.example';

/** Runs an operation of the connector by name. */
export async function run(
  host: Host,
  name: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const operation = outlook.operations.find((one) => one.name === name);
  if (!operation) throw new Error(`no operation ${name}`);
  return (await operation.run(host, input)) as Record<string, unknown>;
}

export function triggerNamed(name: string): ConnectorPollTrigger {
  const found = outlook.triggers.find((one) => one.name === name);
  if (found?.type !== 'poll') throw new Error(`no trigger ${name}`);
  return found;
}

export interface Watch {
  /** Polls until there is no more at once; gives what was never seen before, as a host does. */
  poll(): Promise<MessageRef[]>;
  cursor: PollCursor;
  /** Dedupe keys of everything that came, as often as it came. */
  keys: string[];
}

/** A trigger that is switched on, with a host's memory of what it has seen. */
export function watch(host: Host, name: string, input: Record<string, unknown>, since: string): Watch {
  const trigger = triggerNamed(name);
  const seen = new Set<string>();
  const state: Watch = {
    cursor: null,
    keys: [],
    poll: async () => {
      const fresh: Item[] = [];
      for (let more = true; more;) {
        const result = await trigger.poll(host, state.cursor, { input, since });
        state.cursor = JSON.parse(JSON.stringify(result.cursor)) as PollCursor;
        more = result.more === true;
        state.keys.push(...result.items.map(({ dedupeKey }) => dedupeKey));
        fresh.push(...result.items.filter(({ dedupeKey }) => !seen.has(dedupeKey)));
        for (const { dedupeKey } of result.items) seen.add(dedupeKey);
      }
      return fresh.map(({ data }) => data as MessageRef);
    },
  };
  return state;
}
