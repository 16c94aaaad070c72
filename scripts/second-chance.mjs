import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchTool } from './lib/launch.mjs';
import { readRecord } from './lib/record-tests.mjs';
import { ROOT } from './lib/root.mjs';
import { runScript } from './lib/script-error.mjs';
import { filesToRepeat, judge, tell } from './lib/verdict.mjs';

// For CI: node scripts/second-chance.mjs FOLDER LABEL MINUTES COMMAND...
// Runs a vitest command that takes more arguments, and the files that failed once more, one after the other. Leaves in FOLDER
// `count` ("passed failed") and `told` (what failed or wavered). A run that takes longer than MINUTES is ended.
const [folder = '', label = '', minutes = '', ...command] = process.argv.slice(2);
/** Exit codes of timeout(1). */
const [TIMED_OUT, KILLED] = [124, 137];
const record = join(folder, 'record');
const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts/lib/record-tests.mjs')}`];

await runScript(async () => {
  const first = await run();
  const files = filesToRepeat(first);
  const again = files === null || files.length > 0;
  if (again) console.log(`\n-- once more, in quiet: ${files?.join(' ') ?? 'everything'}`);
  const paths = (files ?? []).map((file) => join(ROOT, file));
  const verdict = judge(first, again ? await run('--no-file-parallelism', ...paths) : null);
  writeFileSync(join(folder, 'count'), `${verdict.passed} ${verdict.failed}\n`);
  writeFileSync(
    join(folder, 'told'),
    tell(label, verdict)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return verdict.failed === 0 ? 0 : 1;
});

async function run(...more) {
  rmSync(record, { force: true });
  const limited = ['--kill-after=30', `${minutes}m`, ...command, '--', ...reporters, ...more];
  const code = await launchTool('timeout', limited, { ...process.env, RECORD_TESTS: record });
  return { rows: rowsIn(record), code, hung: code === TIMED_OUT || code === KILLED };
}

function rowsIn(file) {
  try {
    return readRecord(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
