import type { IDataObject } from 'n8n-workflow';
import type { PollCursor } from '../kit/trigger';
import type { TriggerContext } from './context';

/** What a trigger knows between two polls. */
export interface PollState {
  cursor: PollCursor;
  /** ISO 8601: when the trigger was switched on. */
  since: string;
  /** Dedupe keys of what was given last, oldest first. */
  seen: readonly string[];
  /** The account and the fields it looks with: another mailbox, or the same one elsewhere, has another cursor. */
  input: string;
  /** Grows with each change, so that the newer of two copies can be told. */
  revision: number;
}

/** Keys are remembered for more than the overlap of any poll. */
const REMEMBERED = 2_000;

/**
 * The newest state of each node that this process has seen. A poll of n8n and a webhook of the same node do not see each other's
 * static data: n8n gives the one a copy from when the workflow was switched on, and the other a copy from the database.
 */
const newest = new Map<string, PollState>();

/** A node of a workflow, as this process tells its nodes apart. */
export function keyOf(context: TriggerContext): string {
  return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}

/** The state to go on from, a fresh one when there is none for this input. */
export function readState(key: string, stored: IDataObject, input: string, now: string): PollState {
  const held = newest.get(key);
  const kept = stored.poll as unknown as PollState | undefined;
  const latest = held && (!kept || held.revision >= kept.revision) ? held : kept;
  if (latest?.input === input) return latest;
  return { cursor: null, since: now, seen: [], input, revision: (latest?.revision ?? 0) + 1 };
}

/** Keeps a state in memory and in n8n. */
export function keepState(key: string, stored: IDataObject, state: PollState): void {
  newest.set(key, state);
  stored.poll = state as unknown as IDataObject;
}

export function remember(seen: readonly string[], keys: readonly string[]): string[] {
  return [...seen, ...keys].slice(-REMEMBERED);
}
