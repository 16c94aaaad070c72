import { expect, test } from 'vitest';
import { countTests } from './count-tests.mjs';

const good = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const bad = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const broken = { status: 'failed', assertionResults: [] };

function report(passed: number, failed: number, testResults: object[]): string {
  return JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults });
}

test.each([
  ['all is well', report(12, 0, [good]), 0, { passed: 12, failed: 0 }],
  ['tests fail', report(11, 1, [good, bad]), 1, { passed: 11, failed: 1 }],
  ['a file does not load', report(12, 0, [good, broken]), 1, { passed: 12, failed: 1 }],
  ['both', report(11, 1, [bad, broken]), 1, { passed: 11, failed: 2 }],
  ['the run ends badly though every test passed', report(12, 0, [good]), 1, { passed: 12, failed: 1 }],
  ['nothing ran', report(0, 0, []), 0, { passed: 0, failed: 1 }],
  ['there is no report', '', 1, { passed: 0, failed: 1 }],
  ['the report is cut', '{"numPassedTests":', 0, { passed: 0, failed: 1 }],
])('%s', (_, text, exitCode, expected) => {
  expect(countTests(text, exitCode)).toEqual(expected);
});
