import { onNpmGone } from './npm-watch.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const giveUp = () => process.exit(130);

let current = giveUp;

/** From now on signals, and the end of the npm that runs us, go to whoever has the word; at first they end the script. */
export function listenForStop() {
  for (const signal of SIGNALS) process.on(signal, () => current(signal));
  onNpmGone(() => current('SIGTERM'));
}

/**
 * Lets `handler` decide what being asked to stop means, while `work` lasts.
 *
 * @template T
 * @param {(signal: NodeJS.Signals) => void} handler
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function stoppedBy(handler, work) {
  current = handler;
  try {
    return await work;
  } finally {
    current = giveUp;
  }
}
