import { hundredth } from './drive.ts';
import { measureLatency } from './latency.ts';
import type { Rig } from './rig.ts';

const LOAD = { perSecond: 50, seconds: 30 };
const ROUNDS = 3;

/** How long good mails take alone, and with 2 % poison among them, in turns; the ratio is that of the middle rounds. */
export async function measurePoison(rig: Rig): Promise<Record<string, unknown>> {
  await rig.start('worker');
  await measureLatency(rig, { perSecond: 20, seconds: 5, poison: 0.02 }); // warm-up
  const rounds: { alone: Figures; among: Figures }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const alone = await measureLatency(rig, LOAD);
    rounds.push({ alone, among: await measureLatency(rig, { ...LOAD, poison: 0.02 }) });
  }
  await rig.stopAll();
  const middle = (of: (round: (typeof rounds)[number]) => number) =>
    rounds.map(of).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  return {
    mails: ROUNDS * LOAD.perSecond * LOAD.seconds,
    poison: rounds.reduce((sum, { among }) => sum + among.poison, 0),
    p50_ms: middle(({ alone }) => alone.p50_ms),
    p50_ms_among_poison: middle(({ among }) => among.p50_ms),
    ratio: hundredth(middle(({ alone, among }) => among.p50_ms / alone.p50_ms)),
    p99_ms: middle(({ alone }) => alone.p99_ms),
    p99_ms_among_poison: middle(({ among }) => among.p99_ms),
  };
}

type Figures = Awaited<ReturnType<typeof measureLatency>>;
