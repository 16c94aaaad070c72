import { explainFailure } from './operator-error.ts';
import { onLauncherGone } from './parent-watch.ts';

export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'launcher gone';

interface ShutdownOptions {
  /** After this the process ends even if `stop` has not. */
  deadlineMs?: number;
  /** Only tests replace it. */
  exit?: (code: number) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `stop` once, on whichever comes first: a signal or the launcher's end. Exits with 0 when `stop` is done, with 1 when it
 * fails or overruns. A second signal exits at once; Ctrl-C may reach us twice by two ways, but as a signal only once.
 */
export function installShutdown(
  stop: (reason: StopReason) => Promise<void>,
  options: ShutdownOptions = {},
): void {
  const exit = options.exit ?? ((code: number) => process.exit(code));
  let stopping = false;
  const begin = (reason: StopReason): void => {
    stopping = true;
    // Not unref'd: a stop that waits for something that never comes leaves nothing else to keep us running to the deadline.
    setTimeout(() => exit(1), options.deadlineMs ?? 10_000);
    // Called within a promise, so that a `stop` that throws and one that rejects are the same.
    Promise.resolve(reason)
      .then(stop)
      .then(() => exit(0))
      .catch((error: unknown) => {
        process.stderr.write(`Stopping failed: ${explainFailure(error)}
`);
        exit(1);
      });
  };
  let signalled = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (signalled) exit(130);
      signalled = true;
      if (!stopping) begin(signal);
    });
  }
  onLauncherGone(() => {
    if (!stopping) begin('launcher gone');
  });
}
