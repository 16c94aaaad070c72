import { expect, test } from 'vitest';
import { filesToRepeat, judge, tell } from './verdict.mjs';

const ok = (file: string, name: string) => ({ file, name, ok: true, test: true });
const bad = (file: string, name: string, error = 'AssertionError: no') => ({
  ...ok(file, name),
  ok: false,
  error,
});
const trouble = (file: string | null, name = 'the file') => ({
  file,
  name,
  ok: false,
  test: false,
  error: 'Error: no',
});
const run = (code: number, ...rows: object[]) => ({ rows: rows as ReturnType<typeof bad>[], code });
const names = (rows: { name: string }[]) => rows.map((row) => row.name);

/** Both runs as CI makes them: the second only if the first asks for one. */
function figures(first: ReturnType<typeof run>, second: ReturnType<typeof run> | null = null) {
  const { passed, failed, unsteady, broken } = judge(first, second);
  return { passed, failed, unsteady: names(unsteady), broken: names(broken) };
}

test('when all is well there is nothing to repeat and nothing to tell', () => {
  const first = run(0, ok('a.test.ts', 'one'), ok('b.test.ts', 'two'));
  expect(filesToRepeat(first)).toEqual([]);
  expect(figures(first)).toEqual({ passed: 2, failed: 0, unsteady: [], broken: [] });
  expect(tell('npm test', judge(first, null))).toEqual([]);
});

test('what fails once and passes the second time has passed, and is named', () => {
  const first = run(1, ok('a.test.ts', 'one'), bad('b.test.ts', 'two'), ok('b.test.ts', 'three'));
  expect(filesToRepeat(first)).toEqual(['b.test.ts']);
  const second = run(0, ok('b.test.ts', 'two'), ok('b.test.ts', 'three'));
  expect(figures(first, second)).toEqual({ passed: 3, failed: 0, unsteady: ['two'], broken: [] });
});

test('what fails twice has failed', () => {
  const first = run(1, bad('b.test.ts', 'two'), ok('b.test.ts', 'three'), bad('c.test.ts', 'four'));
  const second = run(1, bad('b.test.ts', 'two'), ok('b.test.ts', 'three'), ok('c.test.ts', 'four'));
  expect(figures(first, second)).toEqual({ passed: 2, failed: 1, unsteady: ['four'], broken: ['two'] });
});

test('what passes first and fails the second time is as unsteady as the other way round', () => {
  const first = run(1, bad('b.test.ts', 'two'), ok('b.test.ts', 'three'));
  const second = run(1, ok('b.test.ts', 'two'), bad('b.test.ts', 'three'));
  expect(figures(first, second)).toMatchObject({ passed: 2, failed: 0, unsteady: ['two', 'three'] });
});

test('tests that share a name are told apart by their order', () => {
  const first = run(1, ok('a.test.ts', 'each'), bad('a.test.ts', 'each'), bad('a.test.ts', 'each'));
  const second = run(1, ok('a.test.ts', 'each'), ok('a.test.ts', 'each'), bad('a.test.ts', 'each'));
  expect(figures(first, second)).toMatchObject({ passed: 2, failed: 1, unsteady: ['each'] });
});

test('the tests of a file that did not load count when it does', () => {
  const first = run(1, ok('a.test.ts', 'one'), trouble('b.test.ts'));
  expect(figures(first)).toMatchObject({ passed: 1, failed: 1, broken: ['the file'] });
  const second = run(0, ok('b.test.ts', 'two'), ok('b.test.ts', 'three'));
  expect(figures(first, second)).toEqual({ passed: 3, failed: 0, unsteady: ['the file'], broken: [] });
  expect(figures(first, run(1, trouble('b.test.ts')))).toMatchObject({ passed: 1, failed: 1 });
});

test('a file that loads only the first time keeps its failures', () => {
  const first = run(1, bad('b.test.ts', 'two'), ok('b.test.ts', 'three'));
  expect(figures(first, run(1, trouble('b.test.ts')))).toMatchObject({ passed: 1, failed: 2 });
});

test('an error outside of any test, or a bad end, has everything run once more', () => {
  const all = [ok('a.test.ts', 'one'), ok('b.test.ts', 'two')];
  for (const first of [
    run(1, ...all),
    run(1, ...all, trouble(null, 'an error that nobody handled')),
    run(0),
  ]) {
    expect(filesToRepeat(first)).toBeNull();
    expect(judge(first, null).failed).toBe(1);
    expect(judge(first, run(0, ...all))).toMatchObject({ passed: 2, failed: 0 });
    expect(judge(first, run(1, ...all))).toMatchObject({ passed: 2, failed: 1 });
  }
});

test('a run that told nothing is a failure, and so is a second one', () => {
  const silent = { rows: null, code: 9 };
  expect(filesToRepeat(silent)).toBeNull();
  expect(judge(silent, silent)).toMatchObject({ passed: 0, failed: 1 });
  expect(tell('npm test', judge(silent, silent)).join('\n')).toContain('code 9');
  expect(judge(run(1, bad('a.test.ts', 'one')), silent)).toMatchObject({ passed: 0, failed: 1 });
});

test.each([
  ['hangs', { ...run(124, ok('a.test.ts', 'one')), hung: true }],
  [
    'is broken in very many files',
    run(1, ...Array.from({ length: 21 }, (_, n) => bad(`${n}.test.ts`, 'one'))),
  ],
])('what %s gets no second chance', (_, first) => {
  expect(filesToRepeat(first)).toEqual([]);
  expect(judge(first, null).failed).toBeGreaterThan(0);
});

test('what is told is bounded, without colours, the worst at the end', () => {
  const long = Array.from({ length: 40 }, (_, n) => `\u001b[31mline ${n}\u001b[39m ${'x'.repeat(500)}`).join(
    '\n',
  );
  const first = run(
    1,
    bad('a.test.ts', 'wavers'),
    bad('a.test.ts', 'fails', `AssertionError: no\n\n${long}`),
  );
  const second = run(1, ok('a.test.ts', 'wavers'), bad('a.test.ts', 'fails'));
  const lines = tell('npm test', judge(first, second));
  expect(lines.slice(0, 4)).toEqual([
    'UNSTEADY: npm test > a.test.ts > wavers',
    '    AssertionError: no',
    'FAILED: npm test > a.test.ts > fails',
    '    AssertionError: no',
  ]);
  expect(lines).toHaveLength(2 + 1 + 15 + 1);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(220);
  expect(lines.join('')).not.toContain('\u001b');
  const many = run(1, ...Array.from({ length: 30 }, (_, n) => bad('a.test.ts', `test ${n}`)));
  expect(tell('npm test', judge(many, null)).at(-1)).toBe('… and 18 more');
});
