import { parseArgs } from 'node:util';
import { CRASH_POINTS } from '@pebble/core-api/runtime/crash-points';
import { ScriptError } from '../lib/script-error.mjs';

export const USAGE = `Storms the twin of Graph mail while a real Pebble takes its mail in, and judges what became of it.

  node scripts/run.mjs scripts/storm-graph.ts [options]

  --mails N    mails over three mailboxes (default 2000)
  --seed N     the same seed draws the same mails (default 1)
  --kill WHAT  kill the worker at this point, such as feed.accepted; "all" for each of them in turn, "none" (default feed.accepted)
  --keep       keep the directory with the logs`;

export interface StormOptions {
  mails: number;
  seed: number;
  /** Crash points at which the worker dies, one after the other. */
  kills: readonly string[];
  keep: boolean;
}

const POINTS = CRASH_POINTS.filter((name) => name.startsWith('feed.') && name !== 'feed.listed');

/** Null when help is asked for. @throws ScriptError */
export function readStormOptions(args: readonly string[]): StormOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mails: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      kill: { type: 'string', default: 'feed.accepted' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    mails: wholeNumber('--mails', values.mails, 30, 20_000),
    seed: wholeNumber('--seed', values.seed, 0, 1_000_000),
    kills: killsOf(values.kill),
    keep: values.keep,
  };
}

function killsOf(what: string): readonly string[] {
  if (what === 'none') return [];
  if (what === 'all') return POINTS;
  if ((POINTS as readonly string[]).includes(what)) return [what];
  throw new ScriptError(`--kill takes all, none, or one of ${POINTS.join(', ')}.`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ScriptError(`${name} takes a whole number from ${least} to ${most}.`);
}
