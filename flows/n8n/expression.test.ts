import { expect, test } from 'vitest';
import { toJsonParameter, toListParameter, toParameter } from './expression.ts';
import type { Writer } from './step-output.ts';

const writer: Writer = {
  ...{ step: 'here', previous: 'a' },
  outputs: new Map([['a', { output: 0, key: 'output' }]]),
  sure: new Set(['a']),
};

/** What n8n makes of a parameter: one that begins with an equals sign is JavaScript between braces. */
function evaluated(parameter: unknown): unknown {
  if (typeof parameter !== 'string' || !parameter.startsWith('=')) {
    if (Array.isArray(parameter)) return parameter.map(evaluated);
    if (typeof parameter !== 'object' || parameter === null) return parameter;
    return Object.fromEntries(Object.entries(parameter).map(([key, one]) => [key, evaluated(one)]));
  }
  const code = /^=\{\{ ([^]*) \}\}$/.exec(parameter)?.[1] ?? '';
  // n8n ends an expression at the first two braces, wherever they stand.
  expect(code).not.toMatch(/\{\{|\}\}/);
  const step = { first: () => ({ json: { output: 'got' } }) };
  return new Function('$', `return (${code})`)(() => step) as unknown;
}

const ODD = [
  '=1+1',
  '=$env.SECRET',
  'a "quoted" `${word}` it\'s \\ back\nline\u2028sep',
  '}} end',
  '{ { } }',
  'ü 漢 😀',
  '',
];

test.each(ODD)('the literal %j stays what it is', (text) => {
  expect(evaluated(toParameter(text, writer))).toBe(text);
  expect(evaluated(toListParameter([text], writer))).toEqual([text]);
  expect(evaluated(toParameter({ deep: [text] }, writer))).toEqual({ deep: [text] });
  expect(evaluated(toListParameter([[text]], writer))).toEqual([[text]]);
});

test.each(ODD)('beside a reference %j stays what it is, too', (text) => {
  expect(evaluated(toParameter(`${text}|{{a}}`, writer))).toBe(`${text}|got`);
  expect(evaluated(toParameter({ [text]: [text, '{{a}}'] }, writer))).toEqual({ [text]: [text, 'got'] });
});

test('JSON is text that n8n reads, and no expression', () => {
  const json = toJsonParameter({ a: '=1' }, writer);
  expect(JSON.parse(String(json))).toEqual({ a: '=1' });
});
