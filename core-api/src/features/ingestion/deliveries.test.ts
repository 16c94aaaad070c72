import { expect, it } from 'vitest';
import { deliveriesTo } from './deliveries.ts';

const OURS = new Map([
  ['sales@north.example', 'north'],
  ['orders@north.example', 'north'],
  ['sales@south.example', 'south'],
]);

it('is none for a mail that names no mailbox of ours', () => {
  expect(deliveriesTo(['somebody@elsewhere.example'], OURS)).toEqual([]);
});

it('is one for each entity, in the order in which they are named', () => {
  const named = ['x@elsewhere.example', 'sales@south.example', 'sales@north.example'];
  expect(deliveriesTo(named, OURS).map((one) => one.entityId)).toEqual(['south', 'north']);
});

it('gathers the mailboxes of one entity, each once', () => {
  const named = ['orders@north.example', 'sales@north.example', 'orders@north.example'];
  expect(deliveriesTo(named, OURS)).toEqual([
    { entityId: 'north', mailbox: 'orders@north.example', alsoMailboxes: ['sales@north.example'] },
  ]);
});
