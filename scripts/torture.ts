import { runScript, ScriptError } from './lib/script-error.mjs';
import { stoppedBy } from './lib/stop-requests.mjs';
import { isSound, tryCrashPoints } from './torture/crash-points.ts';
import { readTortureOptions, USAGE, type TortureOptions } from './torture/options.ts';
import { storm } from './torture/storm.ts';

/** How much of what is wrong is told in words; the figures count all of it. */
const TELL = 40;

const started = Date.now();
const say = (line: string) =>
  console.error(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);

await runScript(async () => {
  const options = readTortureOptions(process.argv.slice(2));
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  const stop = new AbortController();
  const run = options.mode === 'storm' ? runStorm : runCrashPoints;
  const work = run(options, stop.signal).catch((error: unknown) => {
    // What was under way fails with an error of its own; that somebody asked for it says more.
    throw stop.signal.aborted ? stop.signal.reason : error;
  });
  return stoppedBy(() => stop.abort(new ScriptError('Stopped.')), work);
});

async function runStorm(options: TortureOptions, signal: AbortSignal): Promise<number> {
  const [transport = 'postgres'] = options.transports;
  say(`storm of ${options.mails} mails on ${transport}, seed ${options.seed}`);
  const { findings, ...figures } = await storm(options, transport, signal, say);
  tell(findings);
  console.log(JSON.stringify(figures));
  return findings.length === 0 && figures.dead === figures.poison ? 0 : 1;
}

async function runCrashPoints(options: TortureOptions, signal: AbortSignal): Promise<number> {
  say(`crash points on ${options.transports.join(' and ')}, seed ${options.seed}`);
  const results = await tryCrashPoints(options, signal, say);
  for (const { point, transport, findings, ...figures } of results) {
    tell(findings.map((finding) => `${transport} ${point}: ${finding}`));
    console.log(JSON.stringify({ point, transport, ...figures }));
  }
  const unsound = results.filter((result) => !isSound(result)).length;
  console.log(JSON.stringify({ points: results.length, unsound, seed: options.seed }));
  return unsound === 0 ? 0 : 1;
}

function tell(findings: readonly string[]): void {
  for (const finding of findings.slice(0, TELL)) say(finding);
  if (findings.length > TELL) say(`and ${findings.length - TELL} more`);
}
