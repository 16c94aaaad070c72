import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { attachment, board, cardDetail, event, id, mail } from '../../testing/factories.ts';
import { fakeServer, type Handler } from '../../testing/fake-server.ts';
import { renderWith } from '../../testing/render-with.tsx';
import { CardDrawer } from './card-drawer.tsx';

const onClose = vi.fn();
const open = (handlers: Record<string, Handler>, modal = false) => {
  const server = fakeServer(handlers);
  renderWith(<CardDrawer board={board()} cardId={id(1)} modal={modal} onClose={onClose} />, server);
  return server;
};
const shown = (change: Parameters<typeof cardDetail>[0], handlers: Record<string, Handler> = {}) =>
  open({ getCard: () => cardDetail(change), ...handlers });

beforeEach(() => {
  onClose.mockReset();
});

describe('the card drawer', () => {
  it('takes the focus and says what it is about', async () => {
    shown({});
    const panel = await screen.findByRole('complementary', { name: 'Price for 40 valves' });
    expect(document.activeElement).toBe(panel);
  });

  it('is a dialog where it covers the board', async () => {
    open({ getCard: () => cardDetail() }, true);
    expect((await screen.findByRole('dialog', { name: /valves/ })).ariaModal).toBe('true');
  });

  it('closes on Escape, but not when Escape closes the menu above it', async () => {
    const user = userEvent.setup();
    shown({});
    await user.click(await screen.findByRole('button', { name: /New/ }));
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(onClose).not.toHaveBeenCalled();
    await user.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('tells why the card is here', async () => {
    shown({ probability: 0.52, decided_by: 'local_model', abstained: true, reasons: ['quote', 'angebot'] });
    const why = await screen.findByRole('region', { name: 'Why it is here' });
    for (const text of ['New enquiry', '52%', 'model', 'quote', 'angebot']) within(why).getByText(text);
    within(why).getByText(/A person decides/);
  });

  it('shows moves with the names of their columns, and who made them', async () => {
    const data = { from: 'new', to: 'won', board: 'crm' };
    shown({
      history: [
        event('card.moved', { id: '3', actor_name: 'Ada', data }),
        event('card.created', { id: '2', actor: 'flow:email-triage' }),
      ],
    });
    const history = within(await screen.findByRole('region', { name: /History/ }));
    history.getByText('New → Closed Won');
    history.getByText('Ada');
    history.getByText('Flow email-triage');
  });

  it('says which mail did it, by who wrote it', async () => {
    const reopened = event('card.reopened', { tracking_id: id(601), actor: 'flow:email-triage' });
    shown({ reopened: true, history: [reopened], mails: [mail({ from_name: 'Grace Buyer' })] });
    await screen.findByText('Reopened');
    const history = within(await screen.findByRole('region', { name: /History/ }));
    history.getByText('Card reopened');
    history.getByText('Grace Buyer');
  });

  it('moves the card', async () => {
    const user = userEvent.setup();
    let now = cardDetail();
    const server = open({
      getCard: () => now,
      moveCard: () => {
        now = cardDetail({ column: 'qualified', version: 2 });
        return now;
      },
    });
    await user.click(await screen.findByRole('button', { name: /New/ }));
    await user.click(screen.getByRole('menuitem', { name: 'Qualified' }));
    await screen.findByRole('button', { name: /Qualified/ });
    await waitFor(() => expect(server.calls.some((call) => call.endpoint === 'moveCard')).toBe(true));
  });

  it('says when the card is not there', async () => {
    open({ getCard: () => ({ refuse: 'not_found' }) });
    await screen.findByText('This card does not exist, or it is not yours to see');
  });

  it('offers another try when the server failed', async () => {
    const answers = [{ refuse: 'internal' }, cardDetail()];
    open({ getCard: () => answers.shift() });
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await screen.findByRole('heading', { name: 'Price for 40 valves' });
  });
});

describe('what a card has to do with others', () => {
  it('shows all mailboxes that received its mails, when there are several', async () => {
    shown({ mailboxes: ['orders@meridian.example', 'sales@meridian.example'] });
    await screen.findByText('Received at orders@meridian.example and sales@meridian.example');
  });

  it('does not speak of a single mailbox', async () => {
    shown({ mailboxes: ['sales@meridian.example'] });
    await screen.findByRole('region', { name: /Mail thread/ });
    expect(screen.queryByText(/Received at/)).toBeNull();
  });

  it('leads to the cards that have to do with it', async () => {
    const other = { entity_id: id(901), board: 'erp', column: 'new' };
    shown({
      linked: [
        { ...other, card_id: id(7), title: 'Valves', why: 'same_mail' },
        { ...other, card_id: id(8), title: 'Pumps', why: 'same_thread' },
      ],
    });
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Also at Meridian Gulf' });
    expect(link.hash).toBe(`#/boards/erp/cards/${id(7)}`);
    screen.getByRole('link', { name: 'Same thread: Pumps' });
    expect(screen.queryByText('Also received by another entity')).toBeNull();
  });

  it('says no more of another entity than that it is there', async () => {
    shown({ also_elsewhere: true });
    await screen.findByText('Also received by another entity');
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('goes on to the card that took it over', async () => {
    const merged = cardDetail({ merged_into: id(2), mails: [] });
    const into = cardDetail({ id: id(2), board: 'erp' });
    open({ getCard: ({ params }) => (params['card_id'] === id(2) ? into : merged) });
    await waitFor(() => expect(window.location.hash).toBe(`#/boards/erp/cards/${id(2)}`));
  });
});

describe('the mails of a card', () => {
  it('stand in order, the last two unfolded', async () => {
    shown({
      mails: [1, 2, 3].map((n) => mail({ id: id(500 + n), text: `mail ${n}`, from_name: `Sender ${n}` })),
    });
    const thread = within(await screen.findByRole('region', { name: /Mail thread/ }));
    const items = thread.getAllByRole('listitem').map((item) => item.querySelector('details'));
    expect(items.map((item) => item?.open)).toEqual([false, true, true]);
    expect(items.map((item) => item?.textContent?.slice(2, 10))).toEqual([
      'Sender 1',
      'Sender 2',
      'Sender 3',
    ]);
  });

  it('fold what is quoted', async () => {
    shown({ mails: [mail({ text: 'Yes.\n\nOn Monday, Ada wrote:\n> Shall we?' })] });
    const button = await screen.findByRole('button', { name: 'Show quoted text' });
    expect(screen.queryByText(/Shall we/)).toBeNull();
    await userEvent.click(button);
    screen.getByText(/> Shall we/);
  });

  it('show HTML in a frame without rights, and say what was blocked', async () => {
    shown({
      mails: [mail({ html: '<p>Hi</p><img src="https://tracker.example/a.gif"><script>1</script>' })],
    });
    const frame = await screen.findByTitle<HTMLIFrameElement>('Mail from Ada Buyer');
    expect(frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    expect(frame.srcdoc).toContain(`default-src 'none'; img-src data:; style-src 'unsafe-inline'`);
    expect(frame.srcdoc).not.toMatch(/tracker|<script/);
    screen.getByText('1 remote image blocked, so that the sender learns nothing.');
  });

  it('say so when there is no text', async () => {
    shown({ mails: [mail({ text: ' \n' })] });
    await screen.findByText('This mail has no text.');
  });
});

describe('attachments', () => {
  it('say why there is nothing to download', async () => {
    const refused = attachment({ state: 'refused', size: null, reason: 'the address is not public' });
    shown({ mails: [mail({ attachments: [refused] })] });
    await screen.findByText('Not fetched: the address is not public');
    expect(screen.queryByRole('button', { name: /Download/ })).toBeNull();
  });

  it('are saved under their name and never under their own type', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    shown(
      { mails: [mail({ attachments: [attachment()] })] },
      {
        getAttachment: () => ({
          filename: 'drawing.pdf',
          content_type: 'text/html',
          content_base64: btoa('<script>'),
        }),
      },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Download drawing.pdf' }));
    await waitFor(() => expect(click).toHaveBeenCalledOnce());
    expect((click.mock.contexts[0] as HTMLAnchorElement).download).toBe('drawing.pdf');
    expect(saved[0]).toMatchObject({ type: 'application/octet-stream', size: 8 });
    click.mockRestore();
  });

  it('tell when they could not be read', async () => {
    shown(
      { mails: [mail({ attachments: [attachment()] })] },
      { getAttachment: () => ({ refuse: 'not_found' }) },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Download drawing.pdf' }));
    await screen.findByText('“drawing.pdf” could not be downloaded');
  });
});
