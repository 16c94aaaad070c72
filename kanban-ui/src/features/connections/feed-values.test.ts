import { describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { mailFeed } from '../../testing/feeds-factories.ts';
import { dayBefore, windowOf } from './days.ts';
import { feedChange, NEW_FEED, newFeed, typedFeed, wrongFeed, type FeedValues } from './feed-values.ts';

const right: FeedValues = {
  ...NEW_FEED,
  ...{ name: 'Sales', connection_id: id(601), mailbox: 'sales@meridian.example' },
};

describe('a mailbox that is to be read', () => {
  it('needs a name, a connection and a mailbox', () => {
    expect(wrongFeed(NEW_FEED)).toEqual({
      ...{ name: 'Enter a name', connection: 'Choose the connection', mailbox: 'Choose the mailbox' },
    });
    expect(wrongFeed({ ...right, name: '  ' })).toEqual({ name: 'Enter a name' });
    expect(wrongFeed(right)).toEqual({});
  });

  it('needs a day when it begins on one', () => {
    expect(wrongFeed({ ...right, start: 'since' })).toEqual({ since: 'Choose a day' });
    expect(wrongFeed({ ...right, start: 'since', since: '2026-03-01' })).toEqual({});
  });

  it('leaves out what the server knows better', () => {
    expect(newFeed({ ...right, remote_mailbox: ' ', folder: '' })).toEqual({
      ...{ name: 'Sales', connection_id: id(601), mailbox: 'sales@meridian.example' },
      ...{ mode: 'live', push: true, start_from: 'now' },
    });
    expect(newFeed({ ...right, remote_mailbox: 'shared@meridian.example' })).toMatchObject({
      ...{ remote_mailbox: 'shared@meridian.example', folder: 'inbox' },
    });
  });

  it('begins with the day where the person is', () => {
    const { start_from } = newFeed({ ...right, start: 'since', since: '2026-03-01' });
    expect(start_from).toBe(new Date('2026-03-01T00:00').toISOString());
  });
});

describe('a mailbox that is edited', () => {
  it('stays as it is, and where it is', () => {
    const feed = mailFeed();
    const change = feedChange(typedFeed(feed));
    expect(change).toMatchObject({
      ...{ name: 'Sales', mailbox: feed.mailbox, remote_mailbox: feed.remote_mailbox, folder: 'inbox' },
      ...{ mode: 'live', push: true },
    });
    expect(change.start_from).toBeUndefined();
  });

  it('begins anew when that is wanted', () => {
    expect(feedChange({ ...typedFeed(mailFeed()), start: 'now' }).start_from).toBe('now');
  });
});

describe('days', () => {
  it('are counted by the calendar, also where clocks are changed', () => {
    const morning = new Date('2026-03-30T00:30').getTime();
    expect(dayBefore(0, morning)).toBe('2026-03-30');
    expect(dayBefore(1, morning)).toBe('2026-03-29');
    expect(dayBefore(30, morning)).toBe('2026-02-28');
  });

  it('are taken whole, the last one too', () => {
    expect(windowOf('2026-02-27', '2026-03-01')).toEqual({
      from: new Date('2026-02-27T00:00').toISOString(),
      to: new Date('2026-03-02T00:00').toISOString(),
    });
    expect(windowOf('2026-03-01', 'soon')).toBeNull();
  });
});
