import type { EventType } from '@pebble/contract/event-types';
import { expect, describe, it } from 'vitest';
import { event } from '../../testing/factories.ts';
import { testClient } from '../../testing/render-with.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';
import { refreshOperations } from './refresh-operations.ts';

/** Names of the keys that the events have made stale. */
async function staleAfter(...types: EventType[]): Promise<string[]> {
  const client = testClient();
  const names = Object.keys(operationsKeys) as (keyof typeof operationsKeys)[];
  for (const name of names) client.setQueryData(operationsKeys[name], {});
  const events = types.map((type) => event(type, { card_id: null }));
  await refreshOperations(client, events);
  return names.filter((name) => client.getQueryState(operationsKeys[name])?.isInvalidated);
}

describe('what operations read anew', () => {
  it('is the mail when mail comes or gets its card', async () => {
    expect(await staleAfter('mail.accepted')).toEqual(['mails', 'mailCounts']);
    expect(await staleAfter('card.created')).toEqual(['mails', 'mailCounts']);
    expect(await staleAfter('card.moved')).toEqual([]);
  });

  it('is dead letters and mail when a mail dies', async () => {
    expect(await staleAfter('mail.dead')).toEqual(['deadLetters', 'deadLetterCount', 'mails', 'mailCounts']);
  });

  it('is also the senders when mail was refused or a loop was stopped, and they alone when a list changes', async () => {
    expect(await staleAfter('mail.rejected')).toEqual(['mails', 'mailCounts', 'senders']);
    expect(await staleAfter('mail.loop_detected')).toEqual(['mails', 'mailCounts', 'senders']);
    expect(await staleAfter('blacklist.added')).toEqual(['senders']);
    expect(await staleAfter('noise_policy.changed')).toEqual(['senders']);
  });

  it('is everything that a redrive touches, once for many events', async () => {
    const stale = ['deadLetters', 'deadLetterCount', 'redrives', 'mails', 'mailCounts'];
    expect(await staleAfter('dead_letter.redriven', 'dead_letter.redriven', 'redrive.started')).toEqual(
      stale,
    );
  });

  it('is nothing when somebody has only looked', async () => {
    expect(await staleAfter('dead_letter.payload_read', 'dead_letter.rehearsed', 'mail.raw_read')).toEqual(
      [],
    );
    expect(await staleAfter('session.opened', 'flow.note')).toEqual([]);
  });
});
