import { describe, expect, test } from 'vitest';
import { always, CONTINUE, loopJson, routerJson } from './testing/flow-json.ts';
import { echo, load, refer, refusal } from './testing/refusal.ts';

type Json = Record<string, unknown>;

describe('references', () => {
  const branch = (steps: Json[]) => ({ conditions: always(true), steps });
  const refused: Record<string, [Json[], string]> = {
    'to a later step': [[refer('one', 'two.words'), echo('two')], 'two'],
    'to itself': [[refer('one', 'one.words')], 'one'],
    'to nobody': [[refer('one', 'nobody')], 'nobody'],
    'to a step that is switched off': [[{ ...echo('one'), skip: true }, refer('two', 'one.words')], 'one'],
    'into a loop': [[loopJson('loop', '{{trigger.items}}', [echo('one')]), refer('two', 'one.words')], 'one'],
    'from a loop’s items to the loop': [[loopJson('loop', '{{loop.item}}', [])], 'loop'],
    'to another branch, when only one runs': [
      [routerJson('route', { a: branch([echo('one')]), b: branch([refer('two', 'one.words')]) })],
      'one',
    ],
    'to a later branch, when all run': [
      [
        routerJson(
          'route',
          { a: branch([refer('one', 'two.words')]), b: branch([echo('two')]) },
          'EXECUTE_ALL_MATCH',
        ),
      ],
      'two',
    ],
    'from a condition to an earlier branch, because all conditions come first': [
      [
        routerJson(
          'route',
          {
            a: branch([echo('one')]),
            b: { conditions: [[{ operator: 'EXISTS', firstValue: '{{one}}' }]], steps: [] },
          },
          'EXECUTE_ALL_MATCH',
        ),
      ],
      'one',
    ],
  };
  test.each(Object.entries(refused))('%s are refused', (_, [steps, name]) => {
    expect(refusal(() => load(steps)).reason).toBe(`it refers to "${name}", which cannot have run by then`);
  });

  const taken: Record<string, Json[]> = {
    'to a branch that may have run': [
      routerJson('route', { a: branch([echo('one')]), b: { steps: [] } }),
      refer('two', 'one.words'),
    ],
    'to an earlier branch, when all run': [
      routerJson(
        'route',
        { a: branch([echo('one')]), b: branch([refer('two', 'one.words')]) },
        'EXECUTE_ALL_MATCH',
      ),
    ],
    'to the router from its branches': [
      routerJson('route', { a: branch([refer('one', 'route.branches[0].evaluation')]) }),
    ],
    'to a step that may have failed': [echo('one', {}, CONTINUE), refer('two', 'one.words')],
    'out of a loop': [echo('one'), loopJson('loop', '{{one.value}}', [refer('two', 'one.words')])],
    'to the loop around the loop': [
      loopJson('outer', '{{trigger.a}}', [
        loopJson('inner', '{{outer.item}}', [refer('one', 'outer.index')]),
      ]),
    ],
  };
  test.each(Object.entries(taken))('%s are taken', (_, steps) => {
    expect(() => load(steps)).not.toThrow();
  });
});
