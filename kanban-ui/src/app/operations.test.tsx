import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { me } from '../testing/factories.ts';
import { lettersServer } from '../testing/letters-server.ts';
import { deadLetter } from '../testing/operations-factories.ts';
import { renderWith } from '../testing/render-with.tsx';
import { Workspace } from './workspace.tsx';

// The event stream has tests of its own; here nobody speaks.
vi.stubGlobal('fetch', () => new Promise(() => undefined));

type Role = ReturnType<typeof me>['role'];

function open(role: Role, hash: string) {
  window.history.replaceState(null, '', hash);
  const server = lettersServer({ listCards: () => ({ items: [], next_cursor: null }) });
  renderWith(<Workspace />, { send: server.send, person: me({ role }) });
  return server;
}
const offered = () =>
  within(screen.getByRole('navigation', { name: 'Operations' }))
    .getAllByRole('link')
    .map((link) => link.textContent);

const CONNECTED = ['Flows', 'Connections', 'Ingestion proof'];

describe('operations', () => {
  it.each<[Role, string[] | null]>([
    ['ops', ['Dashboard', 'Dead letters', 'Received mail', 'Senders', 'Imports', 'Sources', ...CONNECTED]],
    ['manager', ['Received mail', 'Imports']],
    ['integrator', ['Imports', 'Sources', ...CONNECTED]],
    ['agent', null],
    ['client', null],
  ])('offer to %s what their role may use', async (role, screens) => {
    open(role, '#/boards/crm');
    await screen.findByRole('main');
    if (screens === null) expect(screen.queryByRole('navigation', { name: 'Operations' })).toBeNull();
    else expect(offered().map((text) => text?.replace(/\d.*$/, ''))).toEqual(screens);
  });

  it('show how many dead letters wait', async () => {
    open('ops', '#/boards/crm');
    await screen.findByRole('link', { name: /^Dead letters\s*12 open dead letters$/ });
  });

  it('say so when the address is not for the role', async () => {
    open('manager', '#/operations/dead-letters');
    await screen.findByRole('heading', { name: 'This is not for your role' });
    expect(screen.queryByRole('article')).toBeNull();
  });

  it('are where somebody without a board begins', async () => {
    open('integrator', '#/');
    await waitFor(() => expect(window.location.hash).toBe('#/operations/imports'));
  });

  it('open a letter beside its list, and give the focus back', async () => {
    const user = userEvent.setup();
    open('ops', '#/operations/dead-letters?view=list');
    const link = await screen.findByRole('link', { name: deadLetter().from_address });
    expect(document.title).toBe('Dead letters · Pebble');
    await user.click(link);
    const drawer = await screen.findByRole('complementary', { name: 'Price for 40 valves' });
    expect(document.activeElement).toBe(drawer);
    expect(link.getAttribute('aria-current')).toBe('true');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(link));
    expect(window.location.hash).toBe('#/operations/dead-letters?view=list');
  });

  it('keep the way between boards and screens', async () => {
    const user = userEvent.setup();
    open('ops', '#/boards/crm');
    const letters = await screen.findByRole('link', { name: /^Dead letters/ });
    await user.click(letters);
    await screen.findByRole('heading', { name: 'Dead letters', level: 1 });
    expect(document.activeElement).toBe(letters);
    expect(letters.getAttribute('aria-current')).toBe('page');
    await user.click(screen.getByRole('link', { name: /^CRM/ }));
    await screen.findByRole('heading', { name: 'CRM', level: 1 });
  });
});
