import { expect, test } from 'vitest';
import {
  always,
  CONTINUE,
  flowJson,
  loopJson,
  pieceJson,
  routerJson,
} from '../engine/src/testing/flow-json.ts';
import { diffFlows } from './flow-diff.ts';

const say = (before: unknown, after: unknown) =>
  diffFlows(before, after).map(({ kind, step, text }) => `${kind} ${step}: ${text}`);
const echo = (name: string, words: unknown, options = {}) => pieceJson(name, 'echo', { words }, options);

test('the same flow in another order of keys has no difference', () => {
  const flow = flowJson([echo('a', 'x'), echo('b', 'y')]);
  expect(say(flow, JSON.parse(JSON.stringify(flow)))).toEqual([]);
});

test('inputs, options and versions are told one by one', () => {
  const before = flowJson([echo('a', 'x', { pieceVersion: '1.0.0' })]);
  const after = flowJson([echo('a', 'z', { pieceVersion: '2.0.0', ...CONTINUE })]);
  expect(say(before, after)).toEqual([
    'changed a: piece: "@toy/piece 1.0.0" → "@toy/piece 2.0.0"',
    'changed a: input words: "x" → "z"',
    'changed a: continue on failure is set to true',
  ]);
  expect(say(after, before)).toContain('changed a: continue on failure is set no more, was true');
});

test('steps that come and go are told with their place', () => {
  const before = flowJson([echo('a', 'x'), echo('b', 'y'), echo('c', 'z')]);
  const after = flowJson([echo('a', 'x'), loopJson('each', '{{a}}', [echo('d', 'w')]), echo('c', 'z')]);
  expect(say(before, after)).toEqual([
    'removed b: "b" (@toy/piece echo)',
    'added each: "each" (loop_on_items) after a',
    'added d: "d" (@toy/piece echo) in the loop each',
  ]);
});

test('a step that was carried elsewhere, and what follows it', () => {
  const steps = [echo('a', 'x'), echo('b', 'y')];
  const branch = (conditions: ReturnType<typeof always>, inside: typeof steps) =>
    routerJson('route', { yes: { conditions, steps: inside }, no: { steps: [] } });
  const before = flowJson([branch(always(true), []), ...steps]);
  const after = flowJson([branch(always(false), [echo('a', 'x')]), echo('b', 'y')]);
  expect(say(before, after)).toEqual([
    expect.stringMatching(/^changed route: branch "yes": .*"a".* → .*"b"/),
    'changed a: stands in branch "yes" of route, was after route',
    'changed b: stands after route, was after a',
  ]);
});

test('a secret that somebody has pasted is told by its place only', () => {
  const before = flowJson([echo('a', 'x')]);
  const after = flowJson([echo('a', { list: ['Bearer abcdefgh12345678', 'plain'] }), echo('b', 'y')]);
  const told = say(before, after);
  expect(told).toContain('changed a: input words: "x" → {"list":["(looks like a secret)","plain"]}');
  expect(told.join()).not.toContain('abcdefgh');
  // One in the place of another is a change all the same.
  const other = flowJson([echo('a', { list: ['Bearer 12345678abcdefgh', 'plain'] }), echo('b', 'y')]);
  expect(say(after, other)).toHaveLength(1);
});
