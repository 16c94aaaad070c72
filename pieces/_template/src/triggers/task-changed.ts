import { InputError } from '@pebble/kit/errors';
import type { PollTrigger } from '@pebble/kit/trigger';
import type { AcmeClient } from '../client.ts';

const BEGINNING = '1970-01-01T00:00:00.000Z';

/**
 * Reads from the cursor's own instant on, not after it: two tasks may change in the same instant and only one of them be visible yet.
 * The item that comes twice this way has the same dedupe key.
 */
export const taskChanged: PollTrigger<AcmeClient> = {
  type: 'poll',
  name: 'task_changed',
  label: 'Task changed',
  help: 'A task was created or changed.',
  sample: { key: 'roof', title: 'Mend the roof', changed_at: '2026-03-02T09:15:00.000Z' },
  async poll(acme, cursor) {
    const from = cursor?.['changed_at'] ?? BEGINNING;
    if (typeof from !== 'string') throw new InputError('The cursor is not one of this trigger');
    const tasks = await acme.tasksChangedFrom(from);
    return {
      items: tasks.map((task) => ({ dedupeKey: `${task.key}@${task.changed_at}`, data: task })),
      cursor: { changed_at: tasks.at(-1)?.changed_at ?? from },
    };
  },
};
