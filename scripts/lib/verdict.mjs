import { stripVTControlCharacters } from 'node:util';

/** @typedef {import('./record-tests.mjs').Row} Row */

/**
 * A run of a suite of tests.
 *
 * @typedef {object} Run
 * @property {Row[] | null} rows null when it ended before it could tell
 * @property {number} code exit code
 * @property {boolean} [hung] it was ended because it took too long
 */

/** With more files than this in trouble nothing is unsteady: something is broken. */
const MOST_FILES = 20;

/** The name of the row that stands for a run as a whole. */
const WHOLE = 'the run as a whole';

/**
 * The files to run once more; null for all of them, and an empty list for none: all is well, or too much is not.
 *
 * @param {Run} first
 * @returns {string[] | null}
 */
export function filesToRepeat(first) {
  if (first.hung) return [];
  const bad = rowsOf(first).filter((row) => !row.ok);
  if (bad.some((row) => row.file === null)) return null;
  const files = [...new Set(bad.map((row) => row.file))];
  return files.length > MOST_FILES ? [] : files;
}

/**
 * Judges a suite by a first run and by a second one of what failed in it. What went well once counts as passed, and is named
 * if it failed the other time.
 *
 * @param {Run} first
 * @param {Run | null} second
 * @returns {{ passed: number, failed: number, unsteady: Row[], broken: Row[] }}
 */
export function judge(first, second) {
  const rows = rowsOf(first);
  const files = filesToRepeat(first);
  const repeated = (row) => second !== null && (files === null || files.includes(row.file));
  const pairs = [
    ...rows.filter((row) => !repeated(row)).map((row) => [row, row]),
    ...pair(rows.filter(repeated), second ? rowsOf(second).filter(repeated) : []),
  ];
  const verdicts = pairs.map(([one, other]) => ({
    ...(one && !one.ok ? one : (other ?? one)),
    ok: [one, other].some((row) => row?.ok),
    steady: [one, other].every((row) => row?.ok ?? true),
  }));
  return {
    passed: verdicts.filter((row) => row.ok && row.test).length,
    failed: verdicts.filter((row) => !row.ok).length,
    unsteady: verdicts.filter((row) => row.ok && !row.steady),
    broken: verdicts.filter((row) => !row.ok),
  };
}

/** @returns {Row[]} */
function rowsOf({ rows, code }) {
  const whole = { file: null, name: WHOLE, ok: false, test: false };
  if (rows === null)
    return [{ ...whole, error: `It ended with code ${code} before it could tell anything.` }];
  if (rows.length === 0) return [{ ...whole, error: 'It ran no test.' }];
  const bad = rows.some((row) => !row.ok);
  return code === 0 || bad ? rows : [...rows, { ...whole, error: `It ended with code ${code}.` }];
}

/** Matches the rows of two runs. Tests of a file may share a name: then the first of one belongs to the first of the other. */
function pair(ones, others) {
  const left = [...others];
  const pairs = ones.map((one) => {
    const at = left.findIndex((other) => other.file === one.file && other.name === one.name);
    return [one, at < 0 ? wellOtherwise(one, others) : left.splice(at, 1)[0]];
  });
  return [...pairs, ...left.map((other) => [undefined, other])];
}

/** Only trouble leaves a row for what is no test: a hook that is not mentioned the other time went well then, if its file ran. */
function wellOtherwise(one, others) {
  const ran = others.some((other) => other.ok && (one.file === null || other.file === one.file));
  return !one.test && ran ? { ...one, ok: true } : undefined;
}

/**
 * What the end of a log has to say, which is all of it that is kept.
 *
 * @param {string} label of the suite
 * @param {{ unsteady: Row[], broken: Row[] }} verdict
 * @returns {string[]} lines
 */
export function tell(label, { unsteady, broken }) {
  return [
    ...many(unsteady, (row) => describe(`UNSTEADY: ${label}`, row)),
    ...many(broken, (row) => describe(`FAILED: ${label}`, row)),
  ];
}

function many(rows, describeOne, most = 12) {
  const more = rows.length > most ? [`… and ${rows.length - most} more`] : [];
  return [...rows.slice(0, most).flatMap(describeOne), ...more];
}

function describe(title, { file, name, error = '' }, most = 15) {
  const lines = stripVTControlCharacters(error)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `    ${line.slice(0, 200)}`);
  const more = lines.length > most ? ['    …'] : [];
  return [[title, file, name].filter(Boolean).join(' > '), ...lines.slice(0, most), ...more];
}
