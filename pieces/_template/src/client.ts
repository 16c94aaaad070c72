import type { Http } from '@pebble/kit/http';
import { jsonHttp } from '@pebble/kit/json-http';
import { readTask, readTasks, type Task } from './schema.ts';

// <step 3: In src/client.ts, put the path of the tasks, then each verb that you need with what it sends, and in src/schema.ts what you read of the answers>
const TASKS = '/v1/tasks';
// </step>

/** Acme Tasks in its own nouns. It sees neither credential nor base URL, and repeats nothing: that is the host's part. */
export function acmeClient(http: Http) {
  const send = jsonHttp(http, 'Acme');
  return {
    /** Writing the same key again changes the task instead of adding one. */
    putTask: async (key: string, task: { title: string; due: string | null }): Promise<Task> =>
      readTask(await send('PUT', `${TASKS}/${encodeURIComponent(key)}`, task)),
    /** Oldest change first; `from` is inclusive. */
    tasksChangedFrom: async (from: string): Promise<Task[]> =>
      readTasks(await send('GET', `${TASKS}?changed_from=${encodeURIComponent(from)}`)),
  };
}
export type AcmeClient = ReturnType<typeof acmeClient>;
