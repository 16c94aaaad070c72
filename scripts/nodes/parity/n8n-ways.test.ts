import { sampleInput } from '@pebble/kit/testing/sample-input';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startBridge, type Bridge } from './bridge.ts';
import { activepieces } from './activepieces.ts';
import { callOf, replying, signingIn, SUBJECTS } from './cases.ts';
import { embedded } from './embedded.ts';
import { runNode, triggerContexts } from './n8n-core.ts';
import { n8n, operationNode, triggerNode } from './n8n.ts';
import { HOOK } from './parity-host.ts';

let bridge: Bridge;
beforeAll(async () => {
  bridge = await startBridge();
});
afterAll(() => bridge.close());

describe.each(SUBJECTS.map((subject) => [subject.connector.label, subject] as const))('%s', (_, subject) => {
  const { connector, fixtures } = subject;
  const [operation] = connector.operations;
  const fixture = operation && fixtures.operations[operation.name];
  if (!operation || !fixture) return;
  const input = { ...sampleInput(operation.fields), ...fixture.input };

  test.each(connector.auths.map((auth) => [auth.name, auth] as const))(
    'signs by %s as the other hosts do',
    async (__, auth) => {
      const seen = [];
      for (const host of [embedded, activepieces, n8n]) {
        const call = callOf(subject, bridge, input, auth);
        const signIn = signingIn(call, fixtures, replying(fixture.replies));
        bridge.serve(signIn.model);
        const outcome = await host.operate(call, operation);
        seen.push({ outcome, requests: signIn.without(bridge.arrived) });
      }
      expect(seen[0]?.outcome).toHaveProperty('output');
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
    },
  );

  test('a list becomes an item each, and an item knows where it comes from', async () => {
    const call = callOf(subject, bridge, input);
    bridge.serve(signingIn(call, fixtures, replying(fixture.replies)).model);
    const node = operationNode(call, operation);
    const run = await runNode({ ...node, parameters: { ...node.parameters, wholeOutput: false } }, [
      { json: input },
    ]);
    if ('error' in run) return expect.fail(run.error.message);
    const members: unknown[] = Array.isArray(fixture.output) ? fixture.output : [fixture.output];
    expect(run.outputs[0]).toHaveLength(members.length);
    expect(run.outputs[0]?.[0]?.pairedItem).toEqual({ item: 0 });
  });

  test('goes on after a failure when the workflow says so, with what is known of it', async () => {
    const call = callOf(subject, bridge, input);
    bridge.serve(signingIn(call, fixtures, replying([{ status: 404 }])).model);
    const node = operationNode(call, operation);
    const items = [{ json: input }, { json: input }];
    const run = await runNode({ ...node, onError: 'continueRegularOutput' }, items);
    if ('error' in run) return expect.fail(run.error.message);
    expect(run.outputs[0]).toHaveLength(2);
    for (const { json } of run.outputs[0] ?? []) {
      expect(json).toMatchObject({ error: expect.any(String) as string });
    }
    const stopped = await runNode(node, items);
    expect(stopped).toMatchObject({ error: { context: { itemIndex: 0, errorClass: 'NotFoundError' } } });
  });

  for (const trigger of connector.triggers) {
    const polled = fixtures.polls?.[trigger.name];
    if (trigger.type !== 'poll' || !polled) continue;
    test(`${trigger.name}: a test run shows something and moves nothing`, async () => {
      const call = callOf(subject, bridge, polled.input ?? {});
      bridge.serve(signingIn(call, fixtures, polled.serve([])).model);
      const node = triggerNode(call, trigger, {});
      const contexts = triggerContexts(node);
      const shown = await node.type.poll?.call(contexts.poll('manual'));
      expect(shown?.[0]?.map(({ json }) => json)).toEqual([trigger.sample]);
      expect(contexts.staticData()).toEqual({});
    });

    const subscribed = fixtures.subscriptions?.[trigger.name];
    if (!subscribed) continue;
    test(`${trigger.name}: starts without notifications when the vendor gives none, and asks again later`, async () => {
      const call = callOf(subject, bridge, subscribed.input ?? polled.input ?? {});
      const held = () => contexts.staticData()['held'];
      bridge.serve(signingIn(call, fixtures, replying([{ status: 403 }])).model);
      const node = triggerNode(call, trigger, { notify: true });
      const contexts = triggerContexts(node);
      expect(await node.type.webhookMethods?.default.create.call(contexts.hook())).toBe(true);
      expect(held()).toBeUndefined();
      bridge.serve(signingIn(call, fixtures, polled.serve([])).model);
      expect(await node.type.poll?.call(contexts.poll())).toBeNull();
      expect(held()).toBeUndefined();
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60 * 1000 });
      onTestFinished(() => void vi.useRealTimers());
      bridge.serve(signingIn(call, fixtures, subscribed.serve()).model);
      // The model knows subscriptions and no records, so the poll itself may fail.
      await node.type.poll?.call(contexts.poll()).catch(() => null);
      expect(held()).toMatchObject({ registration: { url: HOOK } });
    });
  }
});
