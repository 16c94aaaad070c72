import { boolean, choice, file, json, list, lookup, number, text } from '@pebble/kit/field';
import { expect, test } from 'vitest';
import { propertiesOf } from './properties.ts';

const help = 'Any.';

test('what must be there is shown, and what may be left out is added', () => {
  const fields = { to: text('To', { help, required: true }), size: number('Size', { help }) };
  expect(propertiesOf(fields, { operation: ['send'] })).toEqual([
    {
      ...{ displayName: 'To', name: 'to', type: 'string', default: '', description: 'Any', required: true },
      displayOptions: { show: { operation: ['send'] } },
    },
    {
      ...{ displayName: 'Additional Fields', name: 'additionalFields', type: 'collection' },
      ...{ placeholder: 'Add Field', default: {} },
      displayOptions: { show: { operation: ['send'] } },
      options: [{ displayName: 'Size', name: 'size', type: 'number', default: 0, description: 'Any' }],
    },
  ]);
});

test('each kind has what n8n shows it by', () => {
  const required = true;
  const kinds = propertiesOf({
    sure: boolean('Sure', { help, required }),
    board: choice('Board', { help, required, choices: { crm: 'CRM', erp: 'ERP' } }),
    folder: lookup('Folder', { help, required, from: 'folders' }),
    data: json('Data', { help, required }),
    tags: list('Tags', { help, required }),
    offer: file('Offer', { help, required }),
    token: text('Token', { help, required }),
  });
  expect(kinds).toMatchObject([
    { type: 'boolean', default: false, description: 'Whether this is so: any' },
    { type: 'options', default: 'crm', options: [{ value: 'crm' }, { value: 'erp' }] },
    {
      type: 'resourceLocator',
      default: { mode: 'list', value: '' },
      modes: [{ typeOptions: { searchListMethod: 'folders' } }, { name: 'id' }],
    },
    { type: 'json' },
    { type: 'string', typeOptions: { multipleValues: true }, default: [] },
    { type: 'string', default: 'data', hint: expect.stringContaining('binary property') as string },
    { type: 'string', typeOptions: { password: true } },
  ]);
});

test('a longer choice is sorted, because n8n wants it so', () => {
  const choices = { e: 'E', d: 'D', c: 'C', b: 'B', a: 'A' };
  const [sorted] = propertiesOf({ one: choice('One', { help, required: true, choices }) });
  expect((sorted?.['options'] as { value: string }[]).map(({ value }) => value)).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
  ]);
});
