import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Counts vitest's JSON report. A file that did not even load is a failure, and so is a run that ended badly or ran nothing,
 * although no test of it failed.
 *
 * @param {string} report
 * @param {number} exitCode of the run
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = parse(report);
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(hasFailed),
  );
  const failed = numFailedTests + broken.length;
  const ended = exitCode === 0 && numPassedTests > 0;
  return { passed: numPassedTests, failed: failed === 0 && !ended ? 1 : failed };
}

function hasFailed(assertion) {
  return assertion.status === 'failed';
}

function parse(report) {
  try {
    return JSON.parse(report);
  } catch {
    return {};
  }
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file = '', exitCode = '1'] = process.argv.slice(2);
  const { passed, failed } = countTests(readOrEmpty(file), Number(exitCode));
  process.stdout.write(`${passed} ${failed}\n`);
}
