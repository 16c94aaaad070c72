import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..', 'pieces');

/** As a piece's `twin/demo.ts` gives it. */
export interface RunningTwin {
  /** Name of the connector; flows call the connection the same. */
  connector: string;
  auth: string;
  values: Readonly<Record<string, string>>;
  url: string;
  /** Addresses here whose mail lies in the twin's mailboxes of the same address. */
  mailboxes: readonly string[];
  tip?: string;
  close(): Promise<void>;
}

type Start = (options: { mailboxes: readonly string[] }) => Promise<RunningTwin>;

/**
 * Starts the twins that pieces bring for trying Pebble out, each on a free port of the loopback interface: every folder of `pieces/`
 * with a `twin/demo.ts`. They are loaded only here, since nobody else needs them.
 */
export async function startTwins(options: { mailboxes: readonly string[] }): Promise<RunningTwin[]> {
  const running: RunningTwin[] = [];
  const files: string[] = [];
  for await (const file of glob('[!_]*/twin/demo.ts', { cwd: ROOT })) files.push(file);
  for (const file of files.sort()) {
    const { startDemoTwin } = (await import(pathToFileURL(join(ROOT, file)).href)) as {
      startDemoTwin: Start;
    };
    running.push(await startDemoTwin(options));
  }
  return running;
}
