import { describe, expect, expectTypeOf, test } from 'vitest';
import { InputError } from './errors.ts';
import {
  boolean,
  choice,
  dateTime,
  json,
  list,
  longText,
  number,
  text,
  type Field,
  type InputOf,
} from './field.ts';
import { readInput, readValue } from './read-input.ts';
import { sampleInput } from './testing/sample-input.ts';

const help = 'help';
const fields = {
  name: text('Name', { help, required: true }),
  note: longText('Note', { help }),
  size: number('Size', { help }),
  open: boolean('Open', { help }),
  stream: choice('Stream', { help, choices: { crm: 'CRM', erp: 'ERP' } }),
  extra: json('Extra', { help }),
  due: dateTime('Due', { help }),
  tags: list('Tags', { help }),
};

test('the type of the input follows from the fields', () => {
  expectTypeOf<InputOf<typeof fields>['name']>().toEqualTypeOf<string>();
  expectTypeOf<InputOf<typeof fields>['stream']>().toEqualTypeOf<'crm' | 'erp' | undefined>();
  expectTypeOf<InputOf<typeof fields>['tags']>().toEqualTypeOf<string[] | undefined>();
});

test('fitting input is kept, undeclared keys are dropped', () => {
  const input = sampleInput(fields);
  expect(readInput(fields, { ...input, other: 1 })).toEqual(input);
});

test('what is absent stays absent', () => {
  expect(readInput(fields, { name: 'x', note: '', size: null, tags: undefined })).toEqual({ name: 'x' });
});

test.each([undefined, null, ''])('a required field that is %j is refused by name', (name) => {
  expect(() => readInput(fields, { name })).toThrow(new InputError('Field "name" is required', 'name'));
});

test('false and 0 are values, not absences', () => {
  const required = {
    size: number('Size', { help, required: true }),
    open: boolean('Open', { help, required: true }),
  };
  expect(readInput(required, { size: 0, open: false })).toEqual({ size: 0, open: false });
});

test('keys of Object.prototype are not input', () => {
  const odd = { constructor: text('Odd', { help }) };
  expect(readInput(odd, {})).toEqual({});
});

describe('coercion', () => {
  const cases: readonly [keyof typeof fields, unknown, unknown][] = [
    ['name', 12, '12'],
    ['name', true, 'true'],
    ['name', { a: 1 }, '{"a":1}'],
    ['size', '12.5', 12.5],
    ['size', ' 7 ', 7],
    ['open', 'TRUE', true],
    ['open', 'false', false],
    ['stream', 'erp', 'erp'],
    ['extra', '{"a":[1]}', { a: [1] }],
    ['extra', '[1]', [1]],
    ['extra', { a: 1 }, { a: 1 }],
    ['due', '2026-03-02T09:15:00+02:00', '2026-03-02T07:15:00.000Z'],
    ['due', '2026-03-02 09:15', '2026-03-02T09:15:00.000Z'],
    ['due', '2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['due', 1772442900000, '2026-03-02T09:15:00.000Z'],
    ['tags', ['a', 1, { b: 2 }], ['a', '1', '{"b":2}']],
    ['tags', [], []],
  ];
  test.each(cases)('%s takes %j as %j', (name, value, expected) => {
    expect(readValue(name, fields[name], value)).toEqual(expected);
  });
});

describe('misfits are refused by name, and without the value', () => {
  const cases: readonly [keyof typeof fields, unknown][] = [
    ['size', 'twelve-7f3a'],
    ['size', 'Infinity'],
    ['size', true],
    ['size', [7]],
    ['open', 'yes-7f3a'],
    ['open', 1],
    ['stream', 'unknown-7f3a'],
    ['stream', 'toString'],
    ['extra', '"text-7f3a"'],
    ['extra', '{broken-7f3a'],
    ['extra', 7],
    ['due', 'tomorrow-7f3a'],
    ['due', '2026-13-45T99:99:00Z'],
    ['due', NaN],
    ['due', {}],
    ['tags', 'a,b-7f3a'],
    ['tags', { 0: 'a' }],
  ];
  test.each(cases)('%s does not take %j', (name, value) => {
    const read = () => readInput(fields, { name: 'x', [name]: value });
    expect(read).toThrow(InputError);
    expect(read).toThrow(new RegExp(`^Field "${name}" must be`));
    expect(read).not.toThrow(/7f3a/);
  });
});

test('what was read reads the same again, for any sample', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const once = readInput(fields as Record<string, Field>, sampleInput(fields, { seed }));
    expect(readInput(fields as Record<string, Field>, once)).toEqual(once);
  }
});
