import { setTimeout as pause } from 'node:timers/promises';
import { unfinished } from './drain.ts';
import { fill } from './fill.ts';
import { measureLatency } from './latency.ts';
import type { Rig } from './rig.ts';

/** How long a tenant's single mails take, alone and behind another tenant's burst. */
export async function* measureFairness(rig: Rig, burst: number): AsyncGenerator<Record<string, unknown>> {
  const single = { perSecond: 1, seconds: 15, tenant: 1 };
  await rig.start('worker');
  await measureLatency(rig, { perSecond: 20, seconds: 5, tenant: 1 }); // warm-up
  yield { burst: 0, ...(await measureLatency(rig, single)) };
  await rig.stopAll();
  await fill(rig, 0, burst);
  await rig.start('worker');
  yield { burst, ...(await measureLatency(rig, single)), burst_left: await unfinished(rig) };
  while ((await unfinished(rig)) > 0) await pause(100);
  await rig.stopAll();
}
