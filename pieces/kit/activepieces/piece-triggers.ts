import type {
  ConnectorPollTrigger,
  ConnectorSubscription,
  ConnectorTrigger,
  ConnectorWebhookTrigger,
} from '../src/connector.ts';
import { ConnectorError, InputError } from '../src/errors.ts';
import type { Handshake, WebhookReply } from '../src/trigger.ts';
import { readInput } from '../src/read-input.ts';
import { toPieceError } from './piece-error.ts';
import type { PieceContext, PieceHost } from './piece-host.ts';
import { inputOf } from './piece-input.ts';
import { readPayload, toRun } from './piece-payload.ts';
import { FOR_A_MINUTE, FOR_GOOD, pollOnce, startPolling, stopPolling } from './poll-state.ts';
import { Registrations } from './registrations.ts';
import type { Store } from './sealed.ts';

/** What of a trigger's context is used here. */
export interface TriggerContext extends PieceContext {
  store: Store;
  propsValue: Readonly<Record<string, unknown>>;
  webhookUrl?: string;
  payload?: unknown;
}

type Hosts = (context: PieceContext) => Promise<PieceHost>;
type Hook = (context: TriggerContext) => Promise<void>;
type Run = (context: TriggerContext) => Promise<unknown[]>;

export interface PollRuns {
  onEnable: Hook;
  onDisable: Hook;
  run: Run;
  test: Run;
}

/** Of a trigger that is called. */
export interface InstantRuns {
  sample: unknown;
  handshake: Handshake | undefined;
  /** False where a person gives our address to the vendor. */
  registers: boolean;
  onHandshake(payload: unknown): WebhookReply;
  onEnable: Hook;
  onRenew: Hook;
  onDisable: Hook;
  run: Run;
}

/** Items that a test of a trigger shows, and how far back it looks. */
const SHOWN = 5;
const DAY_MS = 24 * 3_600_000;

export function pollRuns(trigger: ConnectorPollTrigger, hosts: Hosts): PollRuns {
  const input = ({ propsValue }: TriggerContext) => inputOf(trigger.fields, propsValue);
  return {
    onEnable: clean(async (context) =>
      startPolling(context.store, await hosts(context), input(context), Date.now()),
    ),
    onDisable: clean((context) => stopPolling(context.store, Date.now())),
    run: clean(async (context) => {
      const piece = await hosts(context);
      return (await pollOnce(trigger, piece, context.store, input(context), FOR_A_MINUTE)).map(toRun);
    }),
    // Without the store: looking changes nothing.
    test: clean(async (context) => {
      const { host } = await hosts(context);
      const since = new Date(Date.now() - DAY_MS).toISOString();
      const { items } = await trigger.poll(host, null, { input: input(context), since });
      const shown = items.slice(-SHOWN).map(toRun);
      return shown.length > 0 ? shown : [trigger.sample];
    }),
  };
}

/** The instant sister of a trigger that polls: a call only ever causes a poll from where the last one ended. */
export function instantRuns(trigger: ConnectorPollTrigger, hosts: Hosts): InstantRuns {
  const { push } = trigger;
  if (!push) throw new Error(`${trigger.name} is not woken by anybody`);
  const polls = pollRuns(trigger, hosts);
  const open = opener(trigger, push.subscription, hosts);
  return {
    ...{ sample: trigger.sample, handshake: push.handshake, registers: true },
    onHandshake: handshaker(push.handshake),
    onEnable: clean(async (context) => {
      await polls.onEnable(context);
      await (await open(context)).registrations?.create();
    }),
    onRenew: clean(async (context) => (await open(context)).registrations?.renewWhenDue()),
    onDisable: clean(async (context) => {
      await polls.onDisable(context);
      await end(open, context);
    }),
    run: clean(async (context) => {
      const { piece, input, registrations } = await open(context);
      const registration = (await registrations?.current()) ?? null;
      const { credential } = piece.host;
      const signal = push.read(readPayload(context.payload), { input, credential, registration });
      if (signal === 'recreate') await registrations?.create();
      if (signal === 'renew' && registration) await registrations?.renew(registration);
      const raw = inputOf(trigger.fields, context.propsValue);
      return (await pollOnce(trigger, piece, context.store, raw, FOR_GOOD)).map(toRun);
    }),
  };
}

/** A trigger whose calls are the items. */
export function webhookRuns(trigger: ConnectorWebhookTrigger, hosts: Hosts): InstantRuns {
  const { subscription, handshake } = trigger;
  const open = opener(trigger, subscription, hosts);
  return {
    ...{ sample: trigger.items(trigger.sample)[0]?.data, handshake, registers: subscription !== undefined },
    onHandshake: handshaker(handshake),
    onEnable: clean(async (context) => void (await (await open(context)).registrations?.create())),
    onRenew: clean(async (context) => (await open(context)).registrations?.renewWhenDue()),
    onDisable: clean((context) => end(open, context)),
    run: clean(async (context) => {
      const { piece, input, registrations } = await open(context);
      const payload = readPayload(context.payload);
      const registration = (await registrations?.current()) ?? null;
      await trigger.verify?.(payload, { input, credential: piece.host.credential, registration });
      return trigger.items(payload).map(toRun);
    }),
  };
}

function opener(trigger: ConnectorTrigger, subscription: ConnectorSubscription | undefined, hosts: Hosts) {
  return async (context: TriggerContext) => {
    const piece = await hosts(context);
    const raw = inputOf(trigger.fields, context.propsValue);
    const url = context.webhookUrl ?? '';
    const registrations = subscription
      ? new Registrations(subscription, piece, context.store, { input: raw, url })
      : null;
    return { piece, input: readInput(trigger.fields, raw), registrations };
  };
}

// A connection that is gone must not keep anybody from switching a flow off.
async function end(open: ReturnType<typeof opener>, context: TriggerContext): Promise<void> {
  try {
    await (await open(context)).registrations?.end();
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
  }
}

function handshaker(handshake: Handshake | undefined) {
  return (payload: unknown): WebhookReply => {
    if (!handshake) throw new InputError('This trigger knows no handshake');
    return handshake.reply(readPayload(payload));
  };
}

/** What a hook throws is shown to people, so it has the shape of a failed step. */
function clean<T>(hook: (context: TriggerContext) => Promise<T>): (context: TriggerContext) => Promise<T> {
  return async (context) => {
    try {
      return await hook(context);
    } catch (error) {
      throw toPieceError(error);
    }
  };
}
