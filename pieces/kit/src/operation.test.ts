import { expect, test } from 'vitest';
import { InputError } from './errors.ts';
import { list, number, text } from './field.ts';
import { operation } from './operation.ts';

const seen: unknown[] = [];
const order = operation({
  name: 'order',
  label: 'Order',
  help: 'Orders something.',
  idempotent: false,
  fields: {
    article: text('Article', { help: 'Number.', required: true }),
    amount: number('Amount', { help: 'Pieces.' }),
    notes: list('Notes', { help: 'Any.' }),
  },
  run: async (client: string, { article, amount = 1, notes = [] }) => {
    seen.push(article);
    return `${client}: ${amount} x ${article}${notes.map((note) => `, ${note}`).join('')}`;
  },
});

test('run gets input of the right types, whatever the host had', async () => {
  expect(await order.run('shop', { article: 4711, amount: '2', notes: [1], other: 'dropped' })).toBe(
    'shop: 2 x 4711, 1',
  );
  expect(await order.run('shop', { article: '4711', amount: '' })).toBe('shop: 1 x 4711');
});

test('run is not reached with input that does not fit', async () => {
  seen.length = 0;
  await expect(order.run('shop', {})).rejects.toThrow(
    new InputError('Field "article" is required', 'article'),
  );
  await expect(order.run('shop', { article: 'x', amount: 'two' })).rejects.toThrow(InputError);
  expect(seen).toEqual([]);
});

test('what hosts show is kept as it was written', () => {
  expect(order).toMatchObject({
    name: 'order',
    label: 'Order',
    help: 'Orders something.',
    idempotent: false,
  });
  expect(Object.keys(order.fields)).toEqual(['article', 'amount', 'notes']);
});
