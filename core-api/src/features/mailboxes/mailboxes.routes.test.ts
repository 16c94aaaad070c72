import type { Mailbox } from '@pebble/contract/mailboxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';

let test: TestCore;

beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

async function mailboxesOf(role: 'integrator' | 'manager', tenant: 'ours' | 'theirs' = 'ours') {
  const token = await test.signIn(role, tenant);
  const reply = await test.send({ method: 'GET', path: '/api/v1/mailboxes/', token });
  expect(reply.status).toBe(200);
  return (reply.body as { items: Mailbox[] }).items;
}

describe('mailboxes', () => {
  it('are those of the organisation, each with its entity', async () => {
    const [ours, theirs] = [await mailboxesOf('integrator'), await mailboxesOf('integrator', 'theirs')];
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.every(({ address, entity_name: name }) => address.includes('@') && name !== '')).toBe(true);
    const addresses = new Set(ours.map(({ address }) => address));
    expect(theirs.filter(({ address }) => addresses.has(address))).toEqual([]);
  });

  it('are only those of the entities that one may see', async () => {
    const all = await mailboxesOf('integrator');
    const mine = await mailboxesOf('manager');
    const entities = new Set(mine.map(({ entity_id }) => entity_id));
    expect(mine).toEqual(all.filter(({ entity_id }) => entities.has(entity_id)));
    expect(mine.length).toBeLessThan(all.length);
  });
});
