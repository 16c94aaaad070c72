import { randomBytes } from 'crypto';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import type { ConnectorSubscription, ConnectorTrigger, Host } from '../kit/connector';
import { NotFoundError } from '../kit/errors';
import type { Registration } from '../kit/registration';
import type { TriggerContext } from './context';
import { parameter } from './host';
import { keyOf } from './poll-state';
import { readFields } from './values';

/** A registration is renewed at half of its time, and at least once a day. */
const DAY_MS = 24 * 3600 * 1000;
/** Before a subscription that could not be made is tried again. */
const PATIENCE_MS = 5 * 60 * 1000;

interface Held {
  registration: Registration;
  /** Milliseconds since 1970. */
  made: number;
}

/** The parameter of a poll trigger that turns notifications on. */
export const NOTIFY = 'notify';

/** The subscription that a trigger keeps at the vendor's; none where a person types the address in, or where notifications are off. */
export function subscriptionOf(
  context: TriggerContext,
  trigger: ConnectorTrigger,
): ConnectorSubscription | null {
  if (trigger.type === 'webhook') return trigger.subscription ?? null;
  return parameter(context, NOTIFY, 0) === true ? (trigger.push?.subscription ?? null) : null;
}

/** The newest registration of each node that this process knows of; see poll-state.ts for why n8n's own data is not enough. */
const newest = new Map<string, Held>();

function heldBy(context: TriggerContext): Held | null {
  const kept = context.getWorkflowStaticData('node').held as unknown as Held | undefined;
  const known = newest.get(keyOf(context));
  return (known && (!kept || known.made >= kept.made) ? known : kept) ?? null;
}

export function registrationOf(context: TriggerContext): Registration | null {
  return heldBy(context)?.registration ?? null;
}

export async function subscribe(
  context: TriggerContext,
  host: Host,
  trigger: ConnectorTrigger,
  url: string,
): Promise<void> {
  const request = { ...requestOf(context, trigger), url, secret: randomBytes(24).toString('hex') };
  const registration = await subscriptionOf(context, trigger)?.create(host, request);
  if (registration) hold(context, registration);
}

/** True when the vendor still has what we made, and it leads here. */
export async function isSubscribed(
  context: IHookFunctions,
  host: Host,
  trigger: ConnectorTrigger,
): Promise<boolean> {
  const subscription = subscriptionOf(context, trigger);
  const registration = registrationOf(context);
  // Where nothing is to be made, everything is there; a registration from before the switch was turned off is taken away.
  if (!subscription) return registration === null;
  if (!registration || registration.url !== context.getNodeWebhookUrl('default')) return false;
  const there = subscription.check(host, registration);
  // A poll does not wait for a vendor that cannot say: it renews the subscription when its time comes.
  return trigger.type === 'poll' ? await there.catch(() => true) : await there;
}

export async function unsubscribe(
  context: TriggerContext,
  host: Host,
  trigger: ConnectorTrigger,
): Promise<void> {
  const registration = registrationOf(context);
  const made = trigger.type === 'webhook' ? trigger.subscription : trigger.push?.subscription;
  if (registration) await made?.delete(host, registration);
  forget(context);
}

function forget(context: TriggerContext): void {
  newest.delete(keyOf(context));
  delete context.getWorkflowStaticData('node').held;
}

/** Renews what ends soon, and makes what is not there. With notifications gone everything still comes by the poll. */
export async function keepSubscribed(
  context: TriggerContext,
  host: Host,
  trigger: ConnectorTrigger,
): Promise<void> {
  if (!subscriptionOf(context, trigger)) return;
  const stored = context.getWorkflowStaticData('node');
  const held = heldBy(context);
  const { hook } = stored;
  if (
    held ? Date.now() < renewalOf(held) : typeof hook !== 'string' || Date.now() < Number(stored.again ?? 0)
  )
    return;
  const kept = held ? renew(context, host, trigger) : subscribe(context, host, trigger, String(hook));
  await kept.catch(() => {
    stored.again = Date.now() + PATIENCE_MS;
    context.logger.warn('There are no notifications at the moment; the poll goes on without them.');
  });
}

/** Subscribes when the workflow is switched on. A poll trigger goes on without, and tries again with its polls. */
export async function begin(
  context: TriggerContext,
  host: Host,
  trigger: ConnectorTrigger,
  url: string,
): Promise<void> {
  // What an earlier life of the workflow has left at the vendor's would call us twice.
  const cleared = unsubscribe(context, host, trigger);
  if (trigger.type === 'webhook') {
    await cleared;
    return await subscribe(context, host, trigger, url);
  }
  await cleared.catch(() => forget(context));
  const stored = context.getWorkflowStaticData('node');
  stored.hook = url;
  delete stored.again;
  await keepSubscribed(context, host, trigger);
}

export async function renew(context: TriggerContext, host: Host, trigger: ConnectorTrigger): Promise<void> {
  const registration = registrationOf(context);
  const subscription = subscriptionOf(context, trigger);
  if (!registration || !subscription) return;
  const { url, secret } = registration;
  const request = { ...requestOf(context, trigger), url, secret };
  const renewed = await subscription.renew(host, registration, request).then(
    (again) => ({ again }),
    (failure: unknown) => ({ failure }),
  );
  if ('again' in renewed) return hold(context, renewed.again);
  if (!(renewed.failure instanceof NotFoundError)) throw renewed.failure;
  await subscribe(context, host, trigger, url);
}

function requestOf(context: TriggerContext, trigger: ConnectorTrigger) {
  const input = readFields(trigger.fields, (name) => parameter(context, name, 0));
  return { input, now: new Date().toISOString() };
}

function hold(context: TriggerContext, registration: Registration): void {
  const held: Held = { registration, made: Date.now() };
  newest.set(keyOf(context), held);
  context.getWorkflowStaticData('node').held = held as unknown as IDataObject;
}

function renewalOf({ made, registration }: Held): number {
  if (registration.expires_at === null) return Infinity;
  return Math.min(made + DAY_MS, made + (Date.parse(registration.expires_at) - made) / 2);
}
