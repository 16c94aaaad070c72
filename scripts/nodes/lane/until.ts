import { setTimeout as sleep } from 'node:timers/promises';
import { ScriptError } from '../../lib/script-error.mjs';
import type { Child } from './child.ts';

const PATIENCE_MS = 180_000;
const PAUSE_MS = 250;

/** Asks again and again until there is an answer. @throws ScriptError with what the server said last */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined>,
  server: Child,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    if (server.process.exitCode !== null) break;
    const answer = await ask().catch(() => null);
    if (answer !== null && answer !== undefined) return answer;
    await sleep(PAUSE_MS);
  }
  throw new ScriptError(`${what} did not come about. The server said last:\n${server.said().slice(-4000)}`);
}
