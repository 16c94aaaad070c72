import { parseArgs } from 'node:util';
import { measureAccept } from './accept.ts';
import { measureDrain } from './drain.ts';
import { hundredth } from './drive.ts';
import { measureFairness } from './fairness.ts';
import { growTo } from './grow.ts';
import { measureLatency } from './latency.ts';
import { measurePoison } from './poison.ts';
import { rawLimit } from './raw-limit.ts';
import { inRig, type Rig, type TransportKind } from './rig.ts';

const USAGE = `The figures of the pipeline, as JSON lines: real API and worker processes on a Postgres with durable settings.

  npm run bench:pipeline -- [--transport postgres|redis|both] [--mails 10000] [--workers 1,2,4] [--cards 10000,1000000] [accept] [drain] [latency] [poison] [fairness] [growth]

Without names: all but growth, which takes many minutes and several gigabytes.`;

type Measure = (
  rig: Rig,
  options: { mails: number; cards: number[]; workers: number[] },
) => AsyncGenerator<Record<string, unknown>>;

const MEASURES: Record<string, Measure> = {
  async *accept(rig) {
    yield* await measureAccept(rig);
  },
  async *drain(rig, { mails, workers: counts }) {
    for (const workers of counts) {
      const drained = await measureDrain(rig, workers, mails);
      const raw = { one: await rawLimit(rig, 1, 1_000), eight: await rawLimit(rig, 8, 3_000) };
      const ratio = hundredth(drained.per_s / raw.one);
      yield {
        ...drained,
        raw_per_s: raw.one,
        ratio,
        raw_per_s_8: raw.eight,
        ratio_8: hundredth(drained.per_s / raw.eight),
      };
    }
  },
  async *latency(rig) {
    await rig.start('worker');
    await rig.start('worker');
    await measureLatency(rig, { perSecond: 20, seconds: 5 }); // warm-up
    for (const perSecond of [10, 100]) yield await measureLatency(rig, { perSecond, seconds: 30 });
    await rig.stopAll();
  },
  async *poison(rig) {
    yield await measurePoison(rig);
  },
  async *fairness(rig, { mails }) {
    yield* measureFairness(rig, mails);
  },
  async *growth(rig, { mails, cards }) {
    for (const stored of cards) {
      await growTo(rig, stored);
      const [, accepted] = await measureAccept(rig);
      yield { stored, accept: accepted };
      yield { stored, drain: await measureDrain(rig, 2, mails) };
      await rig.start('worker');
      await measureLatency(rig, { perSecond: 20, seconds: 5 });
      yield { stored, latency: await measureLatency(rig, { perSecond: 50, seconds: 20 }) };
      await rig.stopAll();
    }
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    transport: { type: 'string', default: 'both' },
    mails: { type: 'string', default: '10000' },
    workers: { type: 'string', default: '1,2,4' },
    cards: { type: 'string', default: '10000,1000000' },
    help: { type: 'boolean', short: 'h' },
  },
});
const names =
  positionals.length > 0 ? positionals : Object.keys(MEASURES).filter((name) => name !== 'growth');
if (values.help || names.some((name) => !(name in MEASURES))) {
  console.error(USAGE);
  process.exit(2);
}
const transports = (
  values.transport === 'both' ? ['postgres', 'redis'] : [values.transport]
) as TransportKind[];
const options = {
  mails: Number(values.mails),
  cards: numbers(values.cards),
  workers: numbers(values.workers),
};
for (const transport of transports) {
  for (const name of names) {
    await inRig(transport, async (rig) => {
      for await (const row of MEASURES[name]?.(rig, options) ?? []) {
        console.log(JSON.stringify({ measure: name, transport, ...row }));
      }
    });
  }
}

function numbers(list: string): number[] {
  return list.split(',').map(Number);
}
