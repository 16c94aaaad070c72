import { runScript } from './lib/script-error.mjs';
import { FASTER, prepare } from './storm-graph/ground.ts';
import { judge, type StormVerdict } from './storm-graph/judge.ts';
import { readStormOptions, USAGE } from './storm-graph/options.ts';
import { storm } from './storm-graph/weather.ts';
import { inScratch } from './torture/scratch.ts';

/** A storm over the twin of Graph mail. Exit code 1 unless 0 mails are missing and 0 doubled, and the receipts say so. */
await runScript(async () => {
  const options = readStormOptions(process.argv.slice(2));
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  const started = performance.now();
  const say = (line: string) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const verdict = await inScratch({ keep: options.keep, say }, async (scratch) => {
    const ground = await prepare(scratch, options.seed, stopping.signal);
    say(`three mailboxes are read, and their registrations stand; ${options.mails} mails`);
    const sent = await storm(ground, options, stopping.signal, say);
    say('all mails have their outcome');
    return judge(ground, sent);
  });
  console.log(`\n${report(verdict)}`);
  return verdict.findings.length === 0 ? 0 : 1;
});

function report({ receipts, findings, cards, toCard }: StormVerdict): string {
  const lines = receipts.map(
    ({ mailbox, counts: c, key_id }) =>
      `${mailbox.padEnd(32)} ${c.seen} seen, ${c.missing} missing, ${c.doubled} doubled  (${c.card} cards, ${c.appended} appended, ` +
      `${c.duplicate} duplicates, ${c.late} late)  signed by ${key_id}`,
  );
  const times = Object.entries({
    'with push': toCard.push,
    'push dead': toCard.dead,
    'after it, kills included': toCard.after,
  }).map(
    ([name, { p50, p99, most }]) =>
      `  ${name.padEnd(26)} p50 ${ms(p50)}  p99 ${ms(p99)}  at most ${ms(most)}`,
  );
  return [
    ...lines,
    '',
    `${cards} Message-IDs on cards. Time to card, with polls ${FASTER} times as often as usual (1 s and 2 s in place of 30 s and 60 s):`,
    ...times,
    '',
    findings.length === 0
      ? '0 missing, 0 doubled.'
      : `NOT SOUND\n${findings.map((one) => `  ${one}`).join('\n')}`,
  ].join('\n');
}

function ms(value: number): string {
  return Number.isNaN(value) ? '-' : `${(value / 1000).toFixed(2)} s`;
}
