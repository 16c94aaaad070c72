import { PolicyKind, type NoisePolicy } from '@pebble/contract/noise';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { eventsOf } from './testing/sender-api.ts';

let test: TestCore;
let ops: string;

beforeAll(async () => {
  test = await createTestCore();
  ops = await test.signIn('ops');
});
afterAll(() => test.close());

const path = '/api/v1/noise-policy/';
const read = async (token = ops) => (await test.send({ path, token })).body as NoisePolicy;
const change = (body: unknown, token = ops) => test.send({ method: 'PATCH', path, token, body });

it('ignores every kind until somebody decides otherwise', async () => {
  const policy = await read();
  expect(Object.keys(policy.kinds).sort()).toEqual([...PolicyKind.options].sort());
  expect(new Set(Object.values(policy.kinds))).toEqual(new Set(['ignore']));
  expect(policy.loop_guard).toEqual({ enabled: true, mails: 60, authorised_mails: 600, window_minutes: 10 });
  expect(policy.updated_at).toBeNull();
});

it('changes what is named, leaves the rest, and writes down the whole of the new rules', async () => {
  expect((await change({ kinds: { auto_generated: 'open_card' }, loop_guard: { mails: 100 } })).status).toBe(
    200,
  );
  expect((await change({ kinds: { bulk: 'open_card' } })).status).toBe(200);
  expect((await change({ kinds: { auto_generated: 'ignore' }, loop_guard: { enabled: false } })).status).toBe(
    200,
  );
  const policy = await read();
  expect(policy.kinds).toMatchObject({ bulk: 'open_card', auto_generated: 'ignore', bounce: 'ignore' });
  expect(policy.loop_guard).toEqual({
    enabled: false,
    mails: 100,
    authorised_mails: 600,
    window_minutes: 10,
  });
  expect(policy.updated_at).not.toBeNull();
  const told = await eventsOf(test, ['noise_policy.changed']);
  expect(told).toHaveLength(3);
  expect(told[2]?.data).toEqual({ kinds: policy.kinds, loop_guard: policy.loop_guard });
});

it('writes nothing down when nothing changes', async () => {
  const before = await read();
  expect((await change({})).status).toBe(200);
  expect((await change({ kinds: before.kinds, loop_guard: before.loop_guard })).body).toEqual(before);
  expect(await eventsOf(test, ['noise_policy.changed'])).toHaveLength(3);
});

it('keeps both of two changes that are made at once', async () => {
  await Promise.all([
    change({ kinds: { bounce: 'open_card' } }),
    change({ kinds: { own_mail: 'open_card' } }),
  ]);
  expect((await read()).kinds).toMatchObject({ bounce: 'open_card', own_mail: 'open_card' });
});

it('belongs to one tenant', async () => {
  expect((await read(await test.signIn('admin', 'theirs'))).updated_at).toBeNull();
});

it.each([
  [{ kinds: { loop: 'open_card' } }, 'body.kinds'],
  [{ kinds: { bounce: 'delete' } }, 'body.kinds.bounce'],
  [{ loop_guard: { mails: 1 } }, 'body.loop_guard.mails'],
  [{ loop_guard: { window_minutes: 1441 } }, 'body.loop_guard.window_minutes'],
])('refuses %j by its field', async (body, field) => {
  const reply = await change(body);
  expect(reply.status).toBe(422);
  expect((reply.body as { errors: { path: string }[] }).errors[0]?.path).toContain(field);
});

it('may be read by managers and changed by none of them', async () => {
  const manager = await test.signIn('manager');
  expect((await test.send({ path, token: manager })).status).toBe(200);
  expect((await change({}, manager)).status).toBe(403);
});
