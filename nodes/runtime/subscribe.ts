import { randomBytes } from 'crypto';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import type { ConnectorSubscription, ConnectorTrigger, Host } from '../kit/connector';
import { NotFoundError } from '../kit/errors';
import type { Registration } from '../kit/registration';
import type { TriggerContext } from './context';
import { parameter } from './host';
import { readFields } from './values';

/** A registration is renewed at half of its time, and at least once a day. */
const DAY_MS = 24 * 3600 * 1000;

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

export function registrationOf(stored: IDataObject): Registration | null {
  return (stored.held as unknown as Held | undefined)?.registration ?? null;
}

export async function subscribe(
  context: TriggerContext,
  host: Host,
  trigger: ConnectorTrigger,
  url: string,
): Promise<void> {
  const request = { ...requestOf(context, trigger), url, secret: randomBytes(24).toString('hex') };
  const registration = await subscriptionOf(context, trigger)?.create(host, request);
  if (registration) hold(context.getWorkflowStaticData('node'), registration);
}

/** True when the vendor still has what we made, and it leads here. */
export async function isSubscribed(
  context: IHookFunctions,
  host: Host,
  trigger: ConnectorTrigger,
): Promise<boolean> {
  const subscription = subscriptionOf(context, trigger);
  const registration = registrationOf(context.getWorkflowStaticData('node'));
  // Where nothing is to be made, everything is there; a registration from before the switch was turned off is taken away.
  if (!subscription) return registration === null;
  if (!registration || registration.url !== context.getNodeWebhookUrl('default')) return false;
  return await subscription.check(host, registration);
}

export async function unsubscribe(
  context: TriggerContext,
  host: Host,
  trigger: ConnectorTrigger,
): Promise<void> {
  const stored = context.getWorkflowStaticData('node');
  const registration = registrationOf(stored);
  const made = trigger.type === 'webhook' ? trigger.subscription : trigger.push?.subscription;
  if (registration) await made?.delete(host, registration);
  delete stored.held;
}

/** Renews what ends soon, and makes anew what is gone. With notifications gone everything still comes by the poll. */
export async function keepSubscribed(
  context: TriggerContext,
  host: Host,
  trigger: ConnectorTrigger,
): Promise<void> {
  const stored = context.getWorkflowStaticData('node');
  const held = stored.held as unknown as Held | undefined;
  const subscription = subscriptionOf(context, trigger);
  if (!held || !subscription || Date.now() < renewalOf(held)) return;
  await renew(context, host, trigger).catch(() => {
    context.logger.warn('The subscription could not be renewed; the poll goes on without it.');
  });
}

export async function renew(context: TriggerContext, host: Host, trigger: ConnectorTrigger): Promise<void> {
  const stored = context.getWorkflowStaticData('node');
  const registration = registrationOf(stored);
  const subscription = subscriptionOf(context, trigger);
  if (!registration || !subscription) return;
  const { url, secret } = registration;
  const request = { ...requestOf(context, trigger), url, secret };
  const renewed = await subscription.renew(host, registration, request).then(
    (again) => ({ again }),
    (failure: unknown) => ({ failure }),
  );
  if ('again' in renewed) return hold(stored, renewed.again);
  if (!(renewed.failure instanceof NotFoundError)) throw renewed.failure;
  await subscribe(context, host, trigger, url);
}

function requestOf(context: TriggerContext, trigger: ConnectorTrigger) {
  const input = readFields(trigger.fields, (name) => parameter(context, name, 0));
  return { input, now: new Date().toISOString() };
}

function hold(stored: IDataObject, registration: Registration): void {
  stored.held = { registration, made: Date.now() } as unknown as IDataObject;
}

function renewalOf({ made, registration }: Held): number {
  if (registration.expires_at === null) return Infinity;
  return Math.min(made + DAY_MS, made + (Date.parse(registration.expires_at) - made) / 2);
}
