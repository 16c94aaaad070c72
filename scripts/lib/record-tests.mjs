import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * What became of one test. A hook, a file that does not load and an error outside of any test have a row too, when they fail.
 *
 * @typedef {object} Row
 * @property {string | null} file from the repository's root; null when no file is to blame
 * @property {string} name
 * @property {boolean} ok
 * @property {boolean} test whether it counts as a test when it is well
 * @property {string} [error] what failed, in plain lines
 */

/**
 * Lets vitest write down what happens, in the file that RECORD_TESTS names: `--reporter=…/record-tests.mjs`. Line by line as it
 * happens, so that a run that is cut off has told where it was.
 */
export default class RecordTests {
  onTestModuleStart(module) {
    append({ file: fileOf(module), at: 'the file' });
  }

  onTestCaseReady(test) {
    append({ file: fileOf(test.module), at: test.fullName });
  }

  /** Skipped tests leave no row. */
  onTestModuleEnd(module) {
    append({ file: fileOf(module), rows: rowsOf(module) });
  }

  onTestRunEnd(_modules, unhandledErrors) {
    append({ file: null, rows: unhandledErrors.map(unhandledRow) });
  }
}

function append(line) {
  appendFileSync(process.env.RECORD_TESTS ?? '', `${JSON.stringify(line)}\n`);
}

/**
 * Reads what a run has written down. When it was cut off there are rows for the files that it was at, by the test they were
 * at, and one for the run.
 *
 * @param {string} text
 * @returns {Row[]}
 */
export function readRecord(text) {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  const under = new Map();
  // What a file was at may be told after its end, when another one runs beside it.
  const ended = new Set(lines.filter(({ rows }) => rows).map(({ file }) => file));
  for (const { file, at } of lines) if (!ended.has(file)) under.set(file, at);
  const cut = 'It did not come to its end.';
  const whole = lines.at(-1)?.file === null ? [] : [trouble(null, 'the run as a whole', cut)];
  const unfinished = [...under].map(([file, name]) => trouble(file, name, cut));
  return [...lines.flatMap((line) => line.rows ?? []), ...unfinished, ...whole];
}

/** @returns {Row[]} */
function rowsOf(module) {
  const file = fileOf(module);
  const rows = [];
  for (const test of module.children.allTests()) {
    const { state, errors = [] } = test.result();
    if (state === 'passed') rows.push({ file, name: test.fullName, ok: true, test: true });
    if (state === 'failed')
      rows.push({ file, name: test.fullName, ok: false, test: true, error: errorText(errors[0]) });
  }
  for (const suite of [module, ...module.children.allSuites()]) {
    for (const error of suite.errors())
      rows.push(trouble(file, suite.fullName ?? 'the file', errorText(error)));
  }
  if (module.state() === 'failed' && rows.every((row) => row.ok))
    rows.push(trouble(file, 'the file', 'It failed.'));
  return rows;
}

function fileOf(module) {
  return relative(ROOT, module.moduleId);
}

function unhandledRow(error) {
  const path = error.VITEST_TEST_PATH;
  return trouble(path ? relative(ROOT, path) : null, 'an error that nobody handled', errorText(error));
}

function trouble(file, name, error) {
  return { file, name, ok: false, test: false, error };
}

function errorText(error) {
  if (!error) return 'no error was told';
  const frame = error.stacks?.find(({ file }) => !file.includes('node_modules')) ?? error.stacks?.[0];
  const where = frame ? `at ${relative(ROOT, frame.file)}:${frame.line}:${frame.column}` : '';
  return [`${error.name}: ${error.message}`, where, error.diff ?? ''].filter(Boolean).join('\n');
}
