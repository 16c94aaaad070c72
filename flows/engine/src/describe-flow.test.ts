import { expect, test } from 'vitest';
import { describeFlow } from './describe-flow.ts';
import { always, CONTINUE, flowJson, loopJson, MANIFEST, routerJson } from './testing/flow-json.ts';
import { echo, expectRefusal, refer } from './testing/refusal.ts';
import { TOY } from './testing/toy-piece.ts';

const draw = (steps: readonly Record<string, unknown>[]) =>
  describeFlow({ flow: flowJson(steps), manifest: MANIFEST, pieces: TOY });
const ways = (steps: readonly Record<string, unknown>[]) =>
  draw(steps).edges.map(({ from, to, label }) => `${from} ${label === null ? '->' : `-${label}->`} ${to}`);

test('steps stand in their order, with piece and action, and tell what they refer to but not what they hold', () => {
  const { nodes } = draw([echo('one', { words: 'a secret word' }), refer('two', 'one.words')]);
  expect(nodes.map(({ step, kind, action }) => [step, kind, action])).toEqual([
    ['trigger', 'trigger', 'started'],
    ['one', 'piece', 'echo'],
    ['two', 'piece', 'echo'],
  ]);
  expect(nodes[2]).toMatchObject({
    reads: ['one'],
    connections: ['toy'],
    piece: '@toy/piece',
    piece_version: '1.0.0',
  });
  expect(JSON.stringify(nodes)).not.toContain('secret');
});

test('what a step does on failure is told', () => {
  const [, goes, stops] = draw([echo('goes', {}, CONTINUE), echo('stops')]).nodes;
  expect([goes?.continue_on_failure, stops?.continue_on_failure]).toEqual([true, false]);
});

test('branches have their names, meet again after the router, and an empty one leads straight on', () => {
  const router = routerJson('route', {
    Yes: { conditions: always(true), steps: [echo('a'), echo('b')] },
    No: { conditions: always(false), steps: [] },
    Otherwise: { steps: [echo('c')] },
  });
  expect(ways([router, echo('after')])).toEqual([
    'trigger -> route',
    'route -Yes-> a',
    'a -> b',
    'route -Otherwise-> c',
    'b -> after',
    'route -No-> after',
    'c -> after',
  ]);
});

test('a loop leads into its steps and on to what comes after them', () => {
  expect(ways([loopJson('loop', '{{trigger.items}}', [echo('inner')]), echo('after')])).toEqual([
    'trigger -> loop',
    'loop -for each item-> inner',
    'loop -> after',
  ]);
});

test('a step that is switched off is not drawn', () => {
  expect(ways([{ ...echo('off'), skip: true }, echo('on')])).toEqual(['trigger -> on']);
});

test('the name that people gave a step is shown', () => {
  expect(draw([{ ...echo('one'), displayName: 'Say it' }]).nodes[1]?.display_name).toBe('Say it');
});

test('a flow that the engine refuses has no picture', () => {
  expectRefusal(() => draw([refer('one', 'two.words')]), 'one', /cannot have run/);
});
