import { percentile } from '../lab.ts';

export interface Load {
  perSecond: number;
  p50: number;
  p99: number;
}

/** Runs `one` `count` times from `clients` clients at once. Times in milliseconds. */
export async function drive(clients: number, count: number, one: () => Promise<unknown>): Promise<Load> {
  const times: number[] = [];
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (left-- > 0) {
        const begun = performance.now();
        await one();
        times.push(performance.now() - begun);
      }
    }),
  );
  const perSecond = (count / (performance.now() - started)) * 1000;
  return {
    perSecond: Math.round(perSecond),
    p50: tenth(percentile(times, 0.5)),
    p99: tenth(percentile(times, 0.99)),
  };
}

export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
