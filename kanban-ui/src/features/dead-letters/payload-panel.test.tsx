import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { sentTo } from '../../testing/letters-server.ts';
import { letterDetail, payload } from '../../testing/operations-factories.ts';
import { click, edited, openPanel } from '../../testing/payload-panel.tsx';

describe('the mail of a dead letter', () => {
  it('is opened when it is asked for, and not before', async () => {
    const { server } = openPanel();
    await screen.findByText(/Opening it is written into the log/);
    expect(sentTo(server, 'openSyncErrorPayload')).toEqual([]);
    await click('Open the mail');
    await screen.findByText(/Please quote/);
    await click('Close the mail');
    expect(screen.queryByText(/Please quote/)).toBeNull();
    await click('Open the mail');
    expect(sentTo(server, 'openSyncErrorPayload')).toHaveLength(1);
  });

  it('is shown as it came and as it was edited, each opened for itself', async () => {
    const { server } = openPanel(
      {
        openSyncErrorPayload: ({ body }) =>
          payload({ which: body['which'] as 'edited', content: `{ "body": "${String(body['which'])}" }` }),
      },
      edited('Ben', 2),
    );
    await click('Open the edited mail');
    await screen.findByText('{ "body": "edited" }');
    await click('As it came');
    await screen.findByText('{ "body": "original" }');
    expect(sentTo(server, 'openSyncErrorPayload').map(({ body }) => body['which'])).toEqual([
      'edited',
      'original',
    ]);
  });

  it('is not offered once it was destroyed', async () => {
    openPanel({}, { payload_destroyed_at: '2026-03-12T12:00:00.000Z' });
    await screen.findByText(/The kept mail was destroyed on/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('tells why it cannot be opened', async () => {
    openPanel({ openSyncErrorPayload: () => ({ refuse: 'sealing_key_missing' }) });
    await click('Open the mail');
    await screen.findByText(/Ask your operator to put the key/);
  });
});

describe('an edit', () => {
  it('can be thrown away', async () => {
    const { server } = openPanel({ dropSyncErrorEdit: () => letterDetail({ version: 3 }) }, edited('Ben', 2));
    await click('Throw the edit away');
    await waitFor(() => expect(sentTo(server, 'dropSyncErrorEdit')[0]?.query).toEqual({ version: 2 }));
  });

  it('stays when it cannot be thrown away, and that is told', async () => {
    openPanel({ dropSyncErrorEdit: () => ({ refuse: 'dead_letter_closed' }) }, edited('Ben', 2));
    await click('Throw the edit away');
    await screen.findByText('The edit was not thrown away');
    screen.getByText(/^The dead letter is not open\./);
  });
});
