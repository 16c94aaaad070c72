import { InputError } from '@pebble/kit/errors';
import { expect, test } from 'vitest';
import type { AcmeClient } from '../client.ts';
import { taskChanged } from './task-changed.ts';

const context = { input: {}, since: '2026-03-01T00:00:00.000Z' };

function acmeWith(...instants: string[]): { acme: AcmeClient; asked: string[] } {
  const asked: string[] = [];
  const acme: AcmeClient = {
    putTask: () => expect.unreachable('a poll writes nothing'),
    tasksChangedFrom: async (from) => {
      asked.push(from);
      return instants.map((changed_at, index) => ({ key: `${index}`, title: 'Call back', changed_at }));
    },
  };
  return { acme, asked };
}

test('the first poll starts at the beginning of time', async () => {
  const { acme, asked } = acmeWith();
  expect(await taskChanged.poll(acme, null, context)).toEqual({
    items: [],
    cursor: { changed_at: '1970-01-01T00:00:00.000Z' },
  });
  expect(asked).toEqual(['1970-01-01T00:00:00.000Z']);
});

test('the cursor is the instant of the last change, and stays there when nothing came', async () => {
  const late = '2026-03-02T09:15:00.000Z';
  const { cursor } = await taskChanged.poll(acmeWith('2026-03-01T00:00:00.000Z', late).acme, null, context);
  expect(cursor).toEqual({ changed_at: late });
  expect((await taskChanged.poll(acmeWith().acme, cursor, context)).cursor).toEqual({ changed_at: late });
});

test('a task that changes again is another item', async () => {
  const first = await taskChanged.poll(acmeWith('2026-03-01T00:00:00.000Z').acme, null, context);
  const again = await taskChanged.poll(acmeWith('2026-03-02T00:00:00.000Z').acme, first.cursor, context);
  expect(again.items[0]?.dedupeKey).not.toBe(first.items[0]?.dedupeKey);
});

test('the cursor of another trigger is refused', async () => {
  await expect(taskChanged.poll(acmeWith().acme, { changed_at: 7 }, context)).rejects.toThrow(InputError);
});
