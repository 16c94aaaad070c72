// Generated from pieces/kit/src/host/lanes.ts by `npm run nodes:generate`: change it there.
import type { Http } from '../http';

/**
 * Keeps each lane's requests within its concurrency, in their order. One for a process, under `retrying`: who waits before a repeat
 * holds no place.
 */
export function laned(http: Http): Http {
  const lanes = new Map<string, { running: number; waiting: (() => void)[] }>();
  return async (request) => {
    const { lane } = request;
    if (!lane) return http(request);
    const state = lanes.get(lane.key) ?? { running: 0, waiting: [] };
    lanes.set(lane.key, state);
    // Whoever ends hands its place on, so that `running` stays and nobody slips in between.
    if (state.running >= lane.concurrency) await new Promise<void>((go) => state.waiting.push(go));
    else state.running += 1;
    try {
      return await http(request);
    } finally {
      const next = state.waiting.shift();
      if (next) next();
      else if ((state.running -= 1) === 0) lanes.delete(lane.key);
    }
  };
}
