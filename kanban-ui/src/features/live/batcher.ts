const WINDOW_MS = 60;

/**
 * Gathers what arrives within a short while and hands it on together. The next batch waits for the one before, so
 * that a flood turns into fewer and larger batches instead of more requests.
 */
export function createBatcher<T>(
  handle: (batch: T[]) => Promise<void>,
  windowMs = WINDOW_MS,
): { add(item: T): void } {
  let waiting: T[] = [];
  let running = false;

  const run = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    await handle(batch).catch(() => undefined);
    running = false;
    if (waiting.length > 0) start();
  };
  const start = (): void => {
    running = true;
    setTimeout(() => void run(), windowMs);
  };

  return {
    add(item) {
      waiting.push(item);
      if (!running) start();
    },
  };
}
