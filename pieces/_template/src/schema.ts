import { UpstreamError } from '@pebble/kit/errors';

/** The parts of a vendor's answer that we read, checked where they enter. */
export interface Task {
  key: string;
  title: string;
  changed_at: string;
}

/** Throws UpstreamError for anything that is not a task. */
export function readTask(reply: unknown): Task {
  const task = (typeof reply === 'object' && reply !== null ? reply : {}) as Record<string, unknown>;
  const { key, title, changed_at } = task;
  if (typeof key !== 'string' || typeof title !== 'string' || typeof changed_at !== 'string') {
    throw new UpstreamError('Acme answered with something that is not a task');
  }
  return { key, title, changed_at };
}

export function readTasks(reply: unknown): Task[] {
  if (!Array.isArray(reply)) throw new UpstreamError('Acme answered with something that is not a list');
  return reply.map(readTask);
}
