import { useQuery } from '@tanstack/react-query';
import { act, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { deadLetterQuery } from '../features/dead-letters/api/get-dead-letter.ts';
import { PayloadPanel } from '../features/dead-letters/payload-panel.tsx';
import { useSend } from '../features/session/session-context.tsx';
import { operationsKeys } from '../features/shared/operations-keys.ts';
import { id, me } from './factories.ts';
import type { Handler } from './fake-server.ts';
import { lettersServer } from './letters-server.ts';
import { letterDetail } from './operations-factories.ts';
import { renderWith, testClient } from './render-with.tsx';

/** A letter whose mail `who` has edited. */
export const edited = (who: string, version: number) => ({
  version,
  edited: true,
  edit: {
    ...{ version, format: 'json' as const, bytes: 90, edited_by: who },
    edited_at: '2026-03-10T12:30:00.000Z',
  },
});

function Panel() {
  const { data } = useQuery(deadLetterQuery(useSend(), id(301)));
  return data ? <PayloadPanel letter={data} /> : null;
}

/** Shows the mail of a dead letter as operations see it. */
export function openPanel(
  more: Record<string, Handler> = {},
  change: Parameters<typeof letterDetail>[0] = {},
) {
  let now = letterDetail(change);
  const server = lettersServer(more, { detail: () => now });
  const client = testClient();
  const show = () => renderWith(<Panel />, { send: server.send, person: me({ role: 'ops' }), client });
  show();
  return {
    server,
    /** Leaves the panel and comes back to it. */
    comeBack: show,
    /** Somebody else changes the letter. */
    set: (next: Parameters<typeof letterDetail>[0]): void => void (now = letterDetail(next)),
    /** The event stream tells of it. */
    tell: () => act(() => client.invalidateQueries({ queryKey: operationsKeys.deadLetters })),
  };
}

export const click = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
export const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text of the mail' });
export const saveButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save the edit' });
export const changes = () => within(screen.getByRole('region', { name: /^Changes against/ }));

/** Replaces what stands in the field, as pasting does. */
export async function write(text: string): Promise<void> {
  await userEvent.clear(field());
  await userEvent.click(field());
  await userEvent.paste(text);
}
