import { expect } from 'vitest';
import type { Connector, ConnectorSubscription, ConnectorTrigger } from '../connector.ts';
import { AuthError, ConnectorError } from '../errors.ts';
import type { Registration } from '../registration.ts';
import type { Handshake, WebhookPayload } from '../trigger.ts';
import { expectSilence } from './check-failures.ts';
import type { SubscriptionFixture, VendorCall } from './fixtures.ts';
import { echoing, frozen, rejectionOf, sampleCredential, sampleHost, tracesOf } from './probe-host.ts';

const NOW = '2026-03-02T09:15:00.000Z';
const SECRET = 'sampled-secret-of-more-than-32-letters';

/** Made, there, renewed, gone, and gone twice: each step may run twice, and what is kept is plain JSON. */
export async function checkSubscription(
  connector: Connector,
  trigger: ConnectorTrigger,
  fixture: SubscriptionFixture,
): Promise<void> {
  const subscription = subscriptionOf(trigger);
  if (!subscription) return;
  const host = sampleHost(connector, fixture.serve());
  const request = frozen({
    input: { ...fixture.input },
    url: 'https://host.example/hooks/1',
    secret: SECRET,
    now: NOW,
  });
  const made = await subscription.create(host, request);
  checkRegistration(made, trigger.name);
  expect(await subscription.check(host, made), `${trigger.name} is there after it was made`).toBe(true);

  const renewed = await subscription.renew(host, made, request);
  checkRegistration(renewed, trigger.name);
  expect(await subscription.check(host, renewed), `${trigger.name} is there after it was renewed`).toBe(true);

  await subscription.delete(host, renewed);
  await subscription.delete(host, renewed);
  expect(await subscription.check(host, renewed), `${trigger.name} is there after it was deleted`).toBe(
    false,
  );

  const failure = await rejectionOf(
    subscription.create(echoing(connector, 500), request),
    `${trigger.name}, made at 500`,
  );
  expect(failure, `${trigger.name}, made at 500`).toBeInstanceOf(ConnectorError);
  expectSilence(failure, [SECRET, ...tracesOf(sampleCredential(connector))]);
}

function checkRegistration(registration: Registration, name: string): void {
  expect(JSON.parse(JSON.stringify(registration)), `registration of ${name} is plain JSON`).toEqual(
    registration,
  );
  expect(registration.id, `id of the registration of ${name}`).not.toBe('');
  if (registration.expires_at === null) return;
  expect(new Date(registration.expires_at).toISOString(), `expires_at of ${name}`).toBe(
    registration.expires_at,
  );
  expect(registration.expires_at > NOW, `${name} expires later than it is made`).toBe(true);
}

/** A call of the vendor's means what it should; the same call for another secret is refused, and so is a stranger's. */
export async function checkCalls(
  connector: Connector,
  trigger: ConnectorTrigger,
  fixture: SubscriptionFixture,
): Promise<void> {
  const registration = frozen({
    id: 'sub-1',
    expires_at: null,
    secret: SECRET,
    url: 'https://host.example/hooks/1',
  });
  const receive = receiver(connector, trigger, fixture);
  expect(fixture.calls, `calls for ${trigger.name}`).not.toHaveLength(0);
  for (const call of fixture.calls) {
    const payload = frozen(call.payload(registration));
    const meaning = await receive(payload, registration);
    if (call.signal) expect(meaning, `what ${call.what} means`).toBe(call.signal);
    await refused(receive, call, registration, `a secret that is not the one of ${call.what}`);
  }
  for (const body of [undefined, null, 'text', 7, [], {}]) {
    const payload = { headers: {}, query: {}, body, raw: JSON.stringify(body) ?? '' };
    const error = await rejectionOf(
      receive(payload, registration),
      `${trigger.name} taking ${JSON.stringify(body)}`,
    );
    expect(error, `${trigger.name} at a stranger's ${JSON.stringify(body)}`).toBeInstanceOf(ConnectorError);
  }
}

type Receive = (payload: WebhookPayload, registration: Registration) => Promise<unknown>;

function receiver(
  connector: Connector,
  trigger: ConnectorTrigger,
  { input = {} }: SubscriptionFixture,
): Receive {
  const credential = sampleCredential(connector);
  return async (payload, registration) => {
    if (trigger.type === 'poll') return trigger.push?.read(payload, { input, credential, registration });
    await trigger.verify?.(payload, { input, credential, registration });
    return trigger.items(payload);
  };
}

async function refused(receive: Receive, call: VendorCall, registration: Registration, what: string) {
  const payload = call.payload({ ...registration, secret: `not-${SECRET}` });
  expect(await rejectionOf(receive(payload, registration), what), what).toBeInstanceOf(AuthError);
}

/** The vendor's first try of our address gets the answer it waits for. */
export function checkHandshake(
  trigger: ConnectorTrigger,
  { handshake: expected }: SubscriptionFixture,
): void {
  const handshake = handshakeOf(trigger);
  if (!handshake) return;
  if (!expected) throw new Error(`Trigger "${trigger.name}" has a handshake, and its fixture has none`);
  const { by } = handshake;
  const names = 'query' in by ? expected.payload.query : expected.payload.headers;
  expect(Object.keys(names), `what a handshake of ${trigger.name} is known by`).toContain(
    'query' in by ? by.query : by.header.toLowerCase(),
  );
  const payload = frozen(expected.payload);
  const reply = handshake.reply(payload);
  expect(reply, `reply to the handshake of ${trigger.name}`).toMatchObject(expected.reply);
  expect(handshake.reply(payload), `the handshake of ${trigger.name} is pure`).toEqual(reply);
}

export function subscriptionOf(trigger: ConnectorTrigger): ConnectorSubscription | undefined {
  return trigger.type === 'poll' ? trigger.push?.subscription : trigger.subscription;
}

function handshakeOf(trigger: ConnectorTrigger): Handshake | undefined {
  return trigger.type === 'poll' ? trigger.push?.handshake : trigger.handshake;
}
