import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Connector, ConnectorPollTrigger, Host } from '../kit/connector';
import { InputError } from '../kit/errors';
import type { Item } from '../kit/trigger';
import type { Credentials, TriggerContext } from './context';
import { toNodeError } from './failure';
import { hostOf, parameter, type NodeHost } from './host';
import { keepState, keyOf, readState, remember, type PollState } from './poll-state';
import { keepSubscribed } from './subscribe';
import { toObjects } from './run-operations';
import { readFields } from './values';

/** Pages of one poll: what is left comes with the next. */
const MOST_PAGES = 50;
/** What a test run shows at most, and how far back it looks. */
const SHOWN = 10;
const LOOK_BACK_MS = 30 * 24 * 3600 * 1000;

/** n8n's timer: gives what is new, null when nothing is. A failure keeps the cursor. */
export async function runPoll(
  context: IPollFunctions,
  connector: Connector,
  credentials: Credentials,
  triggerName: string,
): Promise<INodeExecutionData[][] | null> {
  const trigger = pollTriggerOf(connector, triggerName);
  const outcome = await polled(context, connector, credentials, trigger).then(
    (items) => ({ items }),
    (failure: unknown) => ({ failure }),
  );
  if ('failure' in outcome) throw toNodeError(context.getNode(), outcome.failure);
  return outcome.items.length > 0 ? [outcome.items] : null;
}

async function polled(
  context: IPollFunctions,
  connector: Connector,
  credentials: Credentials,
  trigger: ConnectorPollTrigger,
): Promise<INodeExecutionData[]> {
  const host = await hostOf(context, connector, credentials);
  if (context.getMode() === 'manual') return await sample(context, host, trigger);
  await keepSubscribed(context, host, trigger);
  return await lookNow(context, host, trigger);
}

/** Reads everything that is new and moves the cursor; also what a notification causes. */
export async function lookNow(
  context: TriggerContext,
  host: NodeHost,
  trigger: ConnectorPollTrigger,
): Promise<INodeExecutionData[]> {
  const input = inputOf(context, trigger);
  const stored = context.getWorkflowStaticData('node');
  const key = keyOf(context);
  let state = readState(key, stored, JSON.stringify([host.account, input]), new Date().toISOString());
  const items: Item[] = [];
  for (let page = 1, more = true; more && page <= MOST_PAGES; page += 1) {
    const outcome = await trigger.poll(host, state.cursor, { input, since: state.since }).then(
      (result) => ({ result }),
      (failure: unknown) => ({ failure }),
    );
    if ('failure' in outcome) {
      if (page === 1) return fail(outcome.failure);
      // The pages before it are whole: they are given now, and the failure comes again with the next poll.
      break;
    }
    const fresh = freshOf(outcome.result.items, state.seen);
    items.push(...fresh);
    state = advance(state, outcome.result.cursor, fresh);
    more = outcome.result.more ?? false;
  }
  keepState(key, stored, state);
  return items.map(toItem);
}

function fail(failure: unknown): never {
  throw failure;
}

function advance(state: PollState, cursor: PollState['cursor'], fresh: readonly Item[]): PollState {
  const seen = remember(
    state.seen,
    fresh.map(({ dedupeKey }) => dedupeKey),
  );
  return { ...state, cursor, seen, revision: state.revision + 1 };
}

function freshOf(items: readonly Item[], seen: readonly string[]): Item[] {
  const known = new Set(seen);
  return items.filter(({ dedupeKey }) => !known.has(dedupeKey) && known.add(dedupeKey));
}

/** A test run: something real when there is something, else the sample; the cursor stays where it is. */
async function sample(
  context: IPollFunctions,
  host: Host,
  trigger: ConnectorPollTrigger,
): Promise<INodeExecutionData[]> {
  const since = new Date(Date.now() - LOOK_BACK_MS).toISOString();
  const { items } = await trigger.poll(host, null, { input: inputOf(context, trigger), since });
  const shown = items.slice(-SHOWN).map(toItem);
  return shown.length > 0 ? shown : toObjects(trigger.sample).map((json) => ({ json }));
}

export function inputOf(
  context: TriggerContext,
  { fields }: Pick<ConnectorPollTrigger, 'fields'>,
): IDataObject {
  return readFields(fields, (name) => parameter(context, name, 0));
}

export function pollTriggerOf(connector: Connector, name: string): ConnectorPollTrigger {
  const trigger = connector.triggers.find((one) => one.name === name);
  if (trigger?.type !== 'poll') throw new InputError(`${connector.label} has no such trigger`);
  return trigger;
}

export function toItem({ data }: Item): INodeExecutionData {
  return { json: toObjects([data])[0] ?? {} };
}
