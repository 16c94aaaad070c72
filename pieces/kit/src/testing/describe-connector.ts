import { beforeAll, describe, expect, test } from 'vitest';
import type { Connector } from '../connector.ts';
import { checkAuthorize, checkForeignLink, checkProbe } from './check-auth.ts';
import { checkDefinition } from './check-definition.ts';
import { checkFailures, checkRequiredFields } from './check-failures.ts';
import { checkRepeat, outgoing } from './check-requests.ts';
import { checkLookup, checkMail } from './check-lookups.ts';
import { checkCalls, checkHandshake, checkSubscription, subscriptionOf } from './check-subscription.ts';
import { checkPoll, checkWebhook } from './check-triggers.ts';
import type { ConnectorFixtures, OperationFixture } from './fixtures.ts';
import { nextStep } from './next-step.ts';

/** The one suite that every connector must pass. A piece's own test adds the traps of its vendor, and nothing of this. */
export function describeConnector(connector: Connector, fixtures: ConnectorFixtures): void {
  describe(connector.label, () => {
    // Of a connector that is being written, one message that leads says more than thirty tests that fail.
    beforeAll(async () => {
      const step = await nextStep(connector, fixtures);
      if (step) throw new Error(step);
    });
    test('names are unique, everything has label and help, required fields come first', () => {
      checkDefinition(connector);
    });
    describe.each(connector.auths.map((auth) => [auth.label, auth] as const))('%s', (_, auth) => {
      test('authorize is pure and keeps secrets out of the URL', () => checkAuthorize(connector, auth));
      test('the credential stays with its own host', () => checkForeignLink(connector, auth));
      test('the probe tells a good credential from a bad one', () =>
        checkProbe(connector, auth, fixtures.probe));
    });
    describeOperations(connector, fixtures);
    describeTriggers(connector, fixtures);
    describeOffers(connector, fixtures);
  });
}

function describeOperations(connector: Connector, fixtures: ConnectorFixtures): void {
  for (const operation of connector.operations) {
    const fixture = (): OperationFixture => {
      const found = fixtures.operations[operation.name];
      if (!found)
        throw new Error(
          `Operation "${operation.name}" has no fixture; record one exchange for it in connector.test.ts`,
        );
      return found;
    };
    describe(operation.label, () => {
      test('sends what it should for required fields', async () => {
        expect(await outgoing(connector, operation, fixture(), 'required')).toMatchSnapshot();
      });
      test('sends what it should for all fields', async () => {
        expect(await outgoing(connector, operation, fixture(), 'all')).toMatchSnapshot();
      });
      test('names a required field that is missing', () =>
        checkRequiredFields(connector, operation, fixture()));
      test('gives every failure its class and repeats nothing', () =>
        checkFailures(connector, operation, fixture()));
      if (!operation.idempotent) return;
      test('writes once when it runs twice', () => checkRepeat(connector, operation, fixture()));
    });
  }
}

function describeTriggers(connector: Connector, fixtures: ConnectorFixtures): void {
  for (const trigger of connector.triggers) {
    test(`${trigger.label} loses nothing and invents nothing`, async () => {
      if (trigger.type === 'webhook') return checkWebhook(trigger);
      const fixture = fixtures.polls?.[trigger.name];
      if (!fixture)
        throw new Error(
          `Trigger "${trigger.name}" has no fixture; serve it a few records in connector.test.ts`,
        );
      return checkPoll(connector, trigger, fixture);
    });
    if (!subscriptionOf(trigger)) continue;
    const subscription = () =>
      found(fixtures.subscriptions, trigger.name, 'Trigger', 'give it a model of the other side, and calls');
    test(`${trigger.label} is subscribed, renewed and ended`, () =>
      checkSubscription(connector, trigger, subscription()));
    test(`${trigger.label} believes nobody but the vendor`, () =>
      checkCalls(connector, trigger, subscription()));
    test(`${trigger.label} answers a handshake`, () => checkHandshake(trigger, subscription()));
  }
}

function describeOffers(connector: Connector, fixtures: ConnectorFixtures): void {
  for (const name of Object.keys(connector.lookups)) {
    test(`offers what ${name} finds`, () =>
      checkLookup(connector, name, found(fixtures.lookups, name, 'Lookup', 'record one exchange for it')));
  }
  if (!connector.mail) return;
  test('gives whole mails and lists of them', async () => {
    if (!fixtures.mail) throw new Error('`mail` has no fixture; record a mail and a page of a list');
    await checkMail(connector, fixtures.mail);
  });
}

function found<T>(
  fixtures: Readonly<Record<string, T>> | undefined,
  name: string,
  what: string,
  step: string,
): T {
  const fixture = fixtures?.[name];
  if (!fixture) throw new Error(`${what} "${name}" has no fixture; ${step}`);
  return fixture;
}
