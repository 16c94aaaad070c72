import { writeFileSync } from 'node:fs';
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

/** Lets vitest write its outcome to the file that RECORD_TESTS names, as rows: `--reporter=…/record-tests.mjs`. */
export default class RecordTests {
  /** At the end of a run. Skipped tests leave no row. */
  onTestRunEnd(modules, unhandledErrors) {
    const rows = [...modules.flatMap(rowsOf), ...unhandledErrors.map(unhandledRow)];
    writeFileSync(process.env.RECORD_TESTS ?? '', JSON.stringify(rows));
  }
}

/** @returns {Row[]} */
function rowsOf(module) {
  const file = relative(ROOT, module.moduleId);
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
  const state = module.state();
  if (state === 'pending' || state === 'queued')
    rows.push(trouble(file, 'the file', 'did not come to its end'));
  if (state === 'failed' && rows.every((row) => row.ok)) rows.push(trouble(file, 'the file', 'failed'));
  return rows;
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
