import { runInNewContext } from 'node:vm';
import { seeded } from '@pebble/kit/testing/seeded';
import { describe, expect, test } from 'vitest';
import { parseReference, readPath } from './reference.ts';

describe('plain references', () => {
  test.each([
    ['step', 'step', []],
    ['step.a', 'step', ['a']],
    ["step['a']", 'step', ['a']],
    ['step["a b"]', 'step', ['a b']],
    ["step['a'].b[0].c", 'step', ['a', 'b', 0, 'c']],
    ["step[12]['12']", 'step', [12, '12']],
    ["step['']", 'step', ['']],
    ["step['ä.[x]']", 'step', ['ä.[x]']],
    ['_s1.$x.class', '_s1', ['$x', 'class']],
  ])('%s', (expression, name, path) => {
    expect(parseReference(expression)).toEqual({ source: 'step', name, path });
  });
});

describe('connections', () => {
  test.each([
    ["connections['crm main']", 'crm main', []],
    ['connections.crm', 'crm', []],
    ['connections.crm-main.props.token', 'crm-main', ['props', 'token']],
  ])('%s', (expression, name, path) => {
    expect(parseReference(expression)).toEqual({ source: 'connection', name, path });
  });

  test.each([
    "connections['crm'].props.token",
    "connections['crm']['props']",
    "connections.crm['props']",
    'connections["crm"]',
    'connections',
    'connections.',
    'connections.crm.',
    "connections['']",
  ])('%s is none, because Activepieces would read something else into it', (expression) => {
    expect(parseReference(expression)).toBeNull();
  });
});

describe('anything else is not a plain reference', () => {
  test.each([
    '',
    ' ',
    'step.',
    'step..a',
    'step[]',
    'step[a]',
    'step[01]',
    'step[-1]',
    'step[1.5]',
    "step['a\\'b']",
    'step[\'a"]',
    'step[`a`]',
    'step .a',
    'step. a',
    'step?.a',
    'step.a()',
    'step.a + 1',
    'step.a || "x"',
    'a ? b : c',
    '!step',
    '(step)',
    '{a: 1}',
    '[step]',
    '1',
    '"text"',
    'step; step',
    'step\n.a',
    'step.é',
    'schritt_ä',
    'step.__proto__',
    "step['constructor']",
    'step.a.prototype',
    'new Date()',
    'process.exit()',
    'flattenNestedKeys(step, ["a"])',
  ])('%j', (expression) => {
    expect(parseReference(expression)).toBeNull();
  });
});

describe('reading', () => {
  const data = { a: { b: [{ c: 0 }, null] }, f: false, e: '', n: null, t: 'text' };

  test('keeps the type of what is there', () => {
    expect(readPath(data, [])).toBe(data);
    expect(readPath(data, ['a', 'b', 0, 'c'])).toBe(0);
    expect(readPath(data, ['f'])).toBe(false);
    expect(readPath(data, ['a', 'b', 'length'])).toBe(2);
    expect(readPath(data, ['t', 0])).toBe('t');
  });

  test('gives an empty text for what is missing, null or below either', () => {
    for (const path of [
      ['x'],
      ['x', 'y'],
      ['n'],
      ['n', 'x'],
      ['a', 'b', 1],
      ['a', 'b', 1, 'c'],
      ['a', 'b', 7],
      ['f', 'x'],
    ]) {
      expect(readPath(data, path), path.join('.')).toBe('');
    }
    expect(readPath(undefined, ['x'])).toBe('');
  });

  test('never reaches what objects inherit', () => {
    for (const key of ['toString', 'hasOwnProperty', 'map', 'at', '__defineGetter__']) {
      expect(readPath({ list: [] }, [key])).toBe('');
      expect(readPath({ list: [] }, ['list', key])).toBe('');
    }
  });
});

// JavaScript itself, as Activepieces would evaluate the expression.
function oracle(expression: string, step: unknown): unknown {
  try {
    return runInNewContext(expression, { step }) ?? '';
  } catch {
    return '';
  }
}

test('agrees with JavaScript on every path through random data', () => {
  const random = seeded(42);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const keys = ['a', 'b', 'length', '0', 'x y', 'if', 'é'];
  const grow = (depth: number): unknown => {
    if (depth === 0) return pick([0, 1.5, '', 'text', true, false, null]);
    return random() < 0.4
      ? [grow(depth - 1), grow(depth - 1)]
      : Object.fromEntries(keys.filter(() => random() < 0.5).map((key) => [key, grow(depth - 1)]));
  };
  const segment = (): string => {
    const key = pick(keys);
    return pick([
      `['${key}']`,
      `["${key}"]`,
      `[${pick([0, 1, 2])}]`,
      /^[a-z]+$/.test(key) ? `.${key}` : `['${key}']`,
    ]);
  };
  for (let round = 0; round < 400; round += 1) {
    const data = grow(3);
    const expression = `step${Array.from({ length: Math.floor(random() * 4) }, segment).join('')}`;
    const reference = parseReference(expression);
    expect(reference, expression).not.toBeNull();
    expect(readPath(data, reference?.path ?? []), `${expression} of ${JSON.stringify(data)}`).toEqual(
      oracle(expression, data),
    );
  }
});

test('whatever it takes, JavaScript takes too', () => {
  const random = seeded(7);
  // Half of them whole segments, or hardly anything would be taken.
  const pieces = [
    '.a',
    "['a']",
    '["0"]',
    '[0]',
    '.',
    'a',
    '[',
    ']',
    "'",
    '"',
    '0',
    ' ',
    '(',
    '+',
    '\\',
    ';',
    'é',
  ];
  let taken = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const length = 1 + Math.floor(random() * 7);
    const tail = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    const expression = `step${tail}`;
    const reference = parseReference(expression);
    if (!reference || reference.name !== 'step') continue;
    taken += 1;
    const data = { a: { a: 1 }, '0': ['x'] };
    expect(readPath(data, reference.path), expression).toEqual(oracle(expression, data));
  }
  expect(taken).toBeGreaterThan(200);
});
