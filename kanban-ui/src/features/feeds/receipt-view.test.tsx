import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { fullReceipt, gap, receipt } from '../../testing/feeds-factories.ts';
import { openFeeds } from '../../testing/feeds-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string) => screen.findByRole('button', { name });
const list =
  <T,>(...items: T[]) =>
  () => ({ items, next_cursor: null });
const one = `receipts/${id(702)}`;

async function count(name: string) {
  const counts = await screen.findByRole('region', { name: 'What became of the mails' });
  return within(counts).getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;
}

describe('the way through the proof', () => {
  it('leads from an hour to its receipt, its signature and back', async () => {
    const server = openFeeds('receipts?days=7', {
      verifyReceipt: () => ({ valid: true, detail: 'Key r1 has signed this text.' }),
    });
    const grid = within(await screen.findByRole('region', { name: /^Hours of/ }));
    await user.click(grid.getByRole('link', { name: /9 mails, missing mail/ }));
    await user.click(await aButton('Verify'));
    await screen.findByText('The signature is good.');
    screen.getByText('Key r1 has signed this text.', { exact: false });
    expect(sentTo(server, 'verifyReceipt').map(({ params }) => params)).toEqual([{ receipt_id: id(702) }]);
    await user.click(screen.getByRole('link', { name: 'All receipts' }));
    await screen.findByRole('table', { name: 'Receipts' });
    expect(window.location.hash).toBe('#/operations/receipts?days=7');
  });

  it('has a table beside the grid, with every number in words', async () => {
    openFeeds('receipts');
    const table = await screen.findByRole('table', { name: 'Receipts' });
    const [head, first] = within(table).getAllByRole('row');
    expect([...(head?.children ?? [])].map(({ textContent }) => textContent)).toEqual([
      ...['Hour', 'Status', 'Seen', 'Missing', 'Doubled', 'Under way'],
    ]);
    expect(
      within(first as HTMLElement)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent)
        .slice(1),
    ).toEqual(['missing mail', '9', '1', '0', '0']);
  });

  it('shows no mail as missing that was found by a later look', async () => {
    openFeeds('receipts', {
      listReceipts: list(gap(2), receipt(2, { signed_at: '2026-03-10T13:00:00.000Z' })),
    });
    await screen.findByText('12 seen, 0 missing, 0 doubled, 0 under way');
  });

  it('teaches when the first receipt comes', async () => {
    openFeeds('receipts', { listReceipts: list() });
    await screen.findByText('No receipts in this time');
    screen.getByText(/written when an hour is over/);
    await aButton('Check now…');
  });
});

describe('a receipt', () => {
  it('counts what became of every mail', async () => {
    openFeeds(one, { getReceipt: () => fullReceipt(receipt(2)) });
    expect(await count('Seen in the mailbox')).toBe('12');
    expect(await count('On a new card')).toBe('8');
    expect(await count('Added to a card')).toBe('3');
    expect(await count('Duplicate')).toBe('1');
    expect(await count('Missing')).toBe('0');
    screen.getByText('complete');
    expect(screen.queryByRole('region', { name: 'Missing mails' })).toBeNull();
  });

  it('names mails that were doubled or late, by what they are called over there', async () => {
    const mail = { id: 'AAMk9', received_at: gap().from, internet_message_id: null, reason: 'two cards' };
    openFeeds(one, {
      getReceipt: () =>
        fullReceipt(gap(), { doubled: [mail], late: [{ ...mail, id: 'AAMk8', reason: null }] }),
    });
    within(await screen.findByRole('table', { name: 'Doubled mails' })).getByText('AAMk9');
    within(screen.getByRole('table', { name: 'Late mails' })).getByText('AAMk8');
    within(screen.getByRole('table', { name: 'Missing mails' })).getByText('<lost@buyer.example>');
  });

  it('tells which look it was, and where', async () => {
    openFeeds(one, { getReceipt: () => fullReceipt(gap(), { revision: 3 }) });
    await screen.findByText('Sales · sales@gulf.meridian.example · inbox · revision 3');
  });

  it('says that it could not be verified, which is no bad signature', async () => {
    openFeeds(one, { verifyReceipt: () => NO_ANSWER });
    await user.click(await aButton('Verify'));
    await screen.findByText('It could not be verified');
    expect(screen.queryByText(/is not good/)).toBeNull();
  });

  it('gives what somebody needs who trusts nobody', async () => {
    openFeeds(one);
    await user.click(await screen.findByText('How to verify it without us'));
    const steps = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(steps[0]).toContain('Get the public key "r1" from GET /api/v1/receipt-keys/');
    expect(steps).toHaveLength(3);
    expect(screen.getByLabelText<HTMLInputElement>('Signature', { selector: 'input' }).value).toBe(
      'c2lnbmF0dXJl',
    );
  });

  it('can be asked for again when it did not come', async () => {
    let down = true;
    openFeeds(one, { getReceipt: () => (down ? NO_ANSWER : fullReceipt()) });
    const again = await aButton('Try again');
    down = false;
    await user.click(again);
    await screen.findByRole('heading', { name: 'What became of the mails' });
  });
});

describe('a check by hand', () => {
  it('tells why not, and keeps the time that was typed', async () => {
    openFeeds('receipts', {
      checkMailFeed: () => ({ refuse: 'feed_off', more: { detail: 'The mailbox is paused.' } }),
    });
    await user.click(await aButton('Check now…'));
    const from = screen.getByLabelText<HTMLInputElement>('From');
    await user.clear(from);
    await user.type(from, '2026-03-10T09:00');
    const to = screen.getByLabelText<HTMLInputElement>('To');
    await user.clear(to);
    await user.type(to, '2026-03-10T10:00');
    await user.click(await aButton('Check'));
    await screen.findByText(/The mailbox is paused/);
    expect(from.value).toBe('2026-03-10T09:00');
  });

  it('is not sent for more than 31 days', async () => {
    const server = openFeeds('receipts');
    await user.click(await aButton('Check now…'));
    const from = screen.getByLabelText('From');
    await user.clear(from);
    await user.type(from, '2020-01-01T00:00');
    screen.getByText(/Choose a time within 31 days/);
    await user.click(await aButton('Check'));
    expect(sentTo(server, 'checkMailFeed')).toEqual([]);
  });

  it('announces what it found', async () => {
    openFeeds('receipts', { checkMailFeed: () => fullReceipt() }, 'ops');
    await user.click(await aButton('Check now…'));
    await user.click(await aButton('Check'));
    await waitFor(() => expect(window.location.hash).toBe(`#/operations/${one}`));
    await screen.findByText('9 seen, 1 missing');
  });
});
