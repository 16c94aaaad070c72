import { afterEach, expect, test } from 'vitest';
import { seeded } from '../../kit/src/testing/seeded.ts';
import { startGraphTwin, type GraphTwin } from './graph-twin.ts';
import { SALES, watch } from './run.ts';
import { hostOn } from './test-host.ts';

let twin: GraphTwin;
afterEach(() => twin.close());

const FOLDERS = ['inbox', 'archive', 'junkemail'] as const;

/** Whatever happens in a mailbox, in whatever order: what a folder holds when it is looked at has come, and nothing came that it never held. */
test.each(Array.from({ length: 12 }, (_, at) => at + 1))('chances %i', async (seed) => {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let clock = Date.UTC(2026, 2, 2, 9, 0);
  const dials = { deltaPage: 1 + Math.floor(random() * 6), deltaReplay: random() };
  twin = await startGraphTwin({ seed, now: () => clock, dials });
  const host = hostOn(twin, { now: () => clock });
  const since = new Date(clock).toISOString();
  const watches = FOLDERS.map((folder) => ({
    folder,
    came: new Set<string>(),
    everHeld: new Set<string>(),
    watch: watch(host, 'new_mail', { mailbox: SALES, folder }, since),
  }));
  const remember = () => {
    for (const { folder, everHeld } of watches) for (const id of twin.holds(SALES, folder)) everHeld.add(id);
  };
  const look = async ({ folder, came, watch: one }: (typeof watches)[number]) => {
    for (const { id } of await one.poll()) {
      expect(came.has(id), `${id} came to ${folder} twice`).toBe(false);
      came.add(id);
    }
    for (const id of twin.holds(SALES, folder))
      expect(came.has(id), `${id} of ${folder} is missing`).toBe(true);
  };
  const all = () => FOLDERS.flatMap((folder) => twin.holds(SALES, folder));
  const happen: (() => unknown)[] = [
    () => twin.deliver(SALES, { from: 'a@b.example', subject: 'x', text: 'y' }, { folder: pick(FOLDERS) }),
    () => twin.deliver(SALES, { from: 'a@b.example', subject: 'x', text: 'y' }),
    () => all().length > 0 && twin.move(SALES, pick(all()), pick(FOLDERS)),
    () => all().length > 0 && twin.delete(SALES, pick(all())),
    () => (clock += Math.floor(random() * 90_000)),
    () => random() < 0.2 && twin.expireDeltaTokens(),
    () => random() < 0.2 && twin.expireTokens(),
    () => look(pick(watches)),
  ];
  for (let step = 0; step < 80; step += 1) {
    await pick(happen)();
    remember();
  }
  for (const one of watches) await look(one);
  for (const { came, everHeld } of watches) expect([...came].filter((id) => !everHeld.has(id))).toEqual([]);
});
