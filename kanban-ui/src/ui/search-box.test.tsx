import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { navigate, useRoute } from '../lib/use-route.ts';
import { SearchBox } from './search-box.tsx';

function Board() {
  const { text } = useRoute();
  const search = (words: string) => navigate({ text: words }, 'replace');
  return <SearchBox label="Search" hint="Search" text={text} onSearch={search} />;
}
const box = () => screen.getByRole<HTMLInputElement>('searchbox');

beforeEach(() => {
  cleanup();
  window.history.replaceState(null, '', '#/boards/crm');
  render(<Board />);
});

describe('the search box', () => {
  it('brings what is typed into the URL, without a step in the history for each letter', async () => {
    const steps = window.history.length;
    await userEvent.type(box(), 'steel pipe ');
    await waitFor(() => expect(window.location.hash).toBe('#/boards/crm?text=steel+pipe'));
    expect(window.history.length).toBe(steps);
    expect(box().value).toBe('steel pipe ');
  });

  it('follows the URL when something else changes it', async () => {
    window.location.hash = '#/boards/crm?text=valve';
    await waitFor(() => expect(box().value).toBe('valve'));
  });

  it('is emptied by its button and keeps the focus', async () => {
    await userEvent.type(box(), 'steel');
    await userEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    expect(box().value).toBe('');
    expect(document.activeElement).toBe(box());
    await waitFor(() => expect(window.location.hash).toBe('#/boards/crm'));
  });
});
