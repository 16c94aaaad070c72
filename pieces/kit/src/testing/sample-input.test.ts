import { expect, test } from 'vitest';
import { choice, list, number, secret, text } from '../field.ts';
import { sampleInput } from './sample-input.ts';
import { seeded } from './seeded.ts';

const help = 'help';
const fields = {
  name: text('Name', { help, required: true }),
  size: number('Size', { help }),
  stream: choice('Stream', { help, choices: { crm: 'CRM', erp: 'ERP' }, required: true }),
  tags: list('Tags', { help }),
};

test('the same seed gives the same input, another seed another', () => {
  expect(sampleInput(fields)).toEqual(sampleInput(fields));
  expect(sampleInput(fields, { seed: 2 })).not.toEqual(sampleInput(fields));
});

test('required only is a part of all, with the same values', () => {
  const all = sampleInput(fields);
  expect(sampleInput(fields, { only: 'required' })).toEqual({ name: all['name'], stream: all['stream'] });
});

test('secrets can be recognised wherever they turn up', () => {
  expect(sampleInput({ token: secret('Token', { help }) })['token']).toMatch(/^secret-[a-z0-9]{4,}$/);
});

test('numbers are spread over the whole range', () => {
  const random = seeded(7);
  const drawn = Array.from({ length: 2000 }, random);
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
  expect(new Set(drawn).size).toBeGreaterThan(1990);
});
