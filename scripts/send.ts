import { openSession } from './lib/api-session.ts';
import { awaitOutcomes } from './lib/await-outcomes.ts';
import { countProgress } from './lib/count-progress.ts';
import { handOver, type Outcome } from './lib/delivery.ts';
import { readDemoSignIn } from './lib/demo-sign-in.ts';
import { inParallel } from './lib/in-parallel.ts';
import { readMailFiles } from './lib/mail-files.ts';
import { outcomeTable, summaryLine } from './lib/outcome-table.ts';
import { runScript } from './lib/script-error.mjs';
import { readSendOptions, type SendOptions, USAGE } from './lib/send-options.ts';

/** Hands mails to a running Pebble and tells what became of each. Exit code 1 unless all of them came to a good end. */
await runScript(async () => {
  const options = readSendOptions(process.argv.slice(2), process.env, process.cwd());
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  const started = performance.now();
  const outcomes = await sendAll(options);
  console.log(`\n${outcomeTable(outcomes)}\n\n${summaryLine(outcomes, performance.now() - started)}`);
  return outcomes.every(({ state }) => state === 'done' || state === 'duplicate' || state === 'ignored')
    ? 0
    : 1;
});

async function sendAll({
  path,
  url,
  signIn,
  dataDir,
  concurrency,
  patienceMs,
}: SendOptions): Promise<Outcome[]> {
  const mails = await readMailFiles(path);
  const session = await openSession(url, signIn ?? (await readDemoSignIn(dataDir)));

  const handing = countProgress('Handing over', mails.length);
  const handed = await inParallel(mails, concurrency, async (mail) => {
    const result = await handOver(session, mail);
    handing.step();
    return result;
  }).finally(handing.end);

  const finishing = countProgress('Working', handed.length);
  const onFinal = finishing.step;
  return awaitOutcomes(session, handed, { concurrency, patienceMs, onFinal }).finally(finishing.end);
}
