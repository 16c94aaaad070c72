import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { rehearsal } from '../../testing/operations-factories.ts';
import { doorReport, webhook } from '../../testing/sources-factories.ts';
import { aButton, aChoice, aField, openSources, webhookAddress } from '../../testing/sources-screen.tsx';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const announced = () => screen.getByTestId('announcer').textContent;

let user: UserEvent;
beforeEach(() => {
  // Brings a clipboard along.
  user = userEvent.setup();
});

describe('webhooks', () => {
  it('are listed with what has come through them', async () => {
    openSources('');
    const table = await screen.findByRole('table', { name: 'Webhook sources' });
    expect(table.textContent).toContain('12 received, 10 taken in, 2 refused');
    within(table).getByText('On');
  });

  it('can be looked at by operations, and changed by those who set them up', async () => {
    openSources(webhookAddress, {}, 'ops');
    await screen.findByRole('complementary', { name: 'Website form' });
    expect(
      screen.queryByRole('button', { name: /New webhook|Switch|Edit|New secret|Delete|Try it/ }),
    ).toBeNull();
  });

  it('say so when there is none', async () => {
    openSources('', { listSources: () => ({ items: [], next_cursor: null }) });
    await screen.findByText('No webhooks yet');
  });

  it('say so when the address names none', async () => {
    openSources(`/webhooks/${id(999)}`);
    await screen.findByText('This source does not exist any more');
  });
});

describe('a new webhook', () => {
  const create = async (made: Parameters<typeof openSources>[1] = {}) => {
    const items = [webhook()];
    const server = openSources('', {
      listSources: () => ({ items, next_cursor: null }),
      createSource: ({ body }) => {
        const source = webhook({
          id: id(439),
          name: String(body['name']),
          path: `/api/v1/sources/${id(439)}/`,
        });
        items.push(source);
        return { source, secret: SECRET };
      },
      ...made,
    });
    await user.click(await aButton('New webhook…'));
    return server;
  };

  it('shows its secret once, to be copied, and then where to post', async () => {
    const server = await create();
    await user.type(await aField('Name'), ' CRM ');
    await user.selectOptions(await aChoice('Mode'), 'shadow');
    await user.click(await aButton('Create'));
    const dialog = await screen.findByRole('dialog', { name: 'The secret, shown this once' });
    expect(within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Secret' }).value).toBe(SECRET);
    await user.click(await aButton('Copy: Secret'));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe(SECRET));
    await user.click(await aButton('I have kept it'));
    await screen.findByRole('complementary', { name: 'CRM' });
    expect(sentTo(server, 'createSource').map(({ body }) => body)).toEqual([
      { name: 'CRM', mailbox: null, mode: 'shadow', enabled: true, rate_per_minute: 600, mapping: null },
    ]);
    expect(document.body.innerHTML).not.toContain(SECRET);
  });

  it('asks once more when the secret was not copied', async () => {
    await create();
    await user.type(await aField('Name'), 'CRM{Enter}');
    await user.click(await aButton('I have kept it'));
    await screen.findByText(/^You have not copied it/);
    await user.click(await aButton('I have kept it'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is not sent with what does not fit, and the focus is where it does not', async () => {
    const server = await create();
    await user.selectOptions(await aChoice('What is posted'), 'mapped');
    await user.type(await aField('Sender: address'), 'lead..email');
    const rate = await aField('Deliveries a minute, at most');
    await user.clear(rate);
    await user.click(await aButton('Create'));
    screen.getByText('Enter a name of at most 100 letters.');
    screen.getByText('Enter a whole number from 1 to 60,000.');
    expect(screen.getAllByText(/^Enter a place such as/)).toHaveLength(3);
    expect(document.activeElement).toBe(await aField('Name'));
    expect(sentTo(server, 'createSource')).toEqual([]);
  });

  it('of another shape says where things stand', async () => {
    const server = await create();
    await user.type(await aField('Name'), 'CRM');
    await user.selectOptions(await aChoice('What is posted'), 'mapped');
    await user.type(await aField('Sender: address'), 'lead.email');
    await user.type(await aField('Subject'), '=Website enquiry');
    await user.type(await aField('Text; several places with commas between'), 'message, lead.phone');
    await user.click(await aButton('Create'));
    await screen.findByRole('dialog', { name: /^The secret/ });
    expect(sentTo(server, 'createSource')[0]?.body['mapping']).toEqual({
      ...{ from: 'lead.email', subject: { text: 'Website enquiry' }, body: ['message', 'lead.phone'] },
    });
  });

  it("stays on the screen when it is refused, with the server's words", async () => {
    await create({
      createSource: () => ({ refuse: 'already_exists', more: { detail: 'The name is taken.' } }),
    });
    await user.type(await aField('Name'), 'Website form{Enter}');
    await screen.findByText(/The name is taken/);
    await user.click(await aButton('Cancel'));
    expect(document.activeElement).toBe(await aButton('New webhook…'));
  });
});

describe('a webhook', () => {
  it('says where to post, what came, and what was refused and why', async () => {
    openSources(webhookAddress);
    const drawer = within(await screen.findByRole('complementary', { name: 'Website form' }));
    expect(drawer.getByRole<HTMLInputElement>('textbox', { name: 'Address to post to' }).value).toBe(
      `${window.location.origin}/api/v1/sources/${id(431)}/`,
    );
    await drawer.findByText('spam@bulk.example');
    drawer.getByText('The sender is on the blacklist.');
    drawer.getByText('Refused');
  });

  it('shows more of what was refused page by page', async () => {
    openSources(webhookAddress, {
      listSourceReports: ({ query }) =>
        query['cursor'] === 'second'
          ? { items: [doorReport({ id: id(452), from: null, subject: null })], next_cursor: null }
          : { items: [doorReport()], next_cursor: 'second' },
    });
    await user.click(await aButton('Load more'));
    await screen.findByText('(no sender)');
  });

  it('is switched off and on', async () => {
    let now = webhook();
    const server = openSources(webhookAddress, {
      listSources: () => ({ items: [now], next_cursor: null }),
      updateSource: ({ body }) => (now = webhook({ enabled: body['enabled'] === true })),
    });
    await user.click(await aButton('Switch off'));
    await aButton('Switch on');
    expect(announced()).toBe('“Website form” is off');
    await user.click(await aButton('Switch on'));
    await aButton('Switch off');
    expect(sentTo(server, 'updateSource').map(({ body }) => body)).toEqual([
      { enabled: false },
      { enabled: true },
    ]);
  });

  it('stays as it was when it could not be switched', async () => {
    openSources(webhookAddress, { updateSource: () => NO_ANSWER });
    await user.click(await aButton('Switch off'));
    await screen.findByText('It was not switched');
    await aButton('Switch off');
  });

  it('is edited with what it is as the beginning', async () => {
    const mapping = { from: 'lead.email', subject: { text: 'Lead' }, body: ['message', 'phone'], to: 'to' };
    const server = openSources(webhookAddress, {
      listSources: () => ({ items: [webhook({ mapping })], next_cursor: null }),
      updateSource: () => webhook({ mapping, name: 'CRM' }),
    });
    await user.click(await aButton('Edit…'));
    const name = await aField('Name');
    await user.clear(name);
    await user.type(name, 'CRM');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'updateSource')[0]?.body).toEqual({
      ...{ name: 'CRM', mailbox: 'sales@gulf.meridian.example', mode: 'live', rate_per_minute: 600, mapping },
    });
    expect(document.activeElement).toBe(await aButton('Edit…'));
  });

  it('gets a new secret, and the old one stays good for as long as is said', async () => {
    const server = openSources(webhookAddress, {
      rotateSourceSecret: () => ({ source: webhook(), secret: SECRET }),
    });
    await user.click(await aButton('New secret…'));
    await user.selectOptions(await aChoice('The secrets of now stay good for'), '7 days');
    await user.click(await aButton('Make a new secret'));
    await screen.findByRole('dialog', { name: 'The secret, shown this once' });
    expect(sentTo(server, 'rotateSourceSecret').map(({ body }) => body)).toEqual([{ grace_hours: 168 }]);
  });

  it('is deleted after a second question', async () => {
    const items = [webhook()];
    openSources(webhookAddress, {
      listSources: () => ({ items, next_cursor: null }),
      deleteSource: () => void items.pop(),
    });
    await user.click(await aButton('Delete…'));
    const dialog = within(screen.getByRole('dialog', { name: 'Delete “Website form”' }));
    await user.click(dialog.getByRole('button', { name: 'Delete the webhook' }));
    await screen.findByText('No webhooks yet');
    expect(window.location.hash).toBe('#/operations/sources');
    expect(announced()).toBe('“Website form” is deleted');
  });
});

describe('trying a payload', () => {
  it('says what would become of it', async () => {
    const server = openSources(webhookAddress, { testSource: () => rehearsal() });
    await user.click(await aButton('Try it'));
    await screen.findByText('Would make a card');
    expect(sentTo(server, 'testSource')[0]?.body).toMatchObject({
      payload: { subject: 'Enquiry', from: 'ada@buyer.example' },
    });
  });

  it('begins with what the mapping looks for', async () => {
    const mapping = { from: 'lead.email', subject: { text: 'Lead' }, body: ['message', 'lead.note'] };
    openSources(webhookAddress, {
      listSources: () => ({ items: [webhook({ mapping })], next_cursor: null }),
    });
    const field = (await aField('Payload (JSON)')) as HTMLTextAreaElement;
    expect(JSON.parse(field.value)).toEqual({
      lead: { email: 'ada@buyer.example', note: 'Please quote 40 gate valves.' },
      message: 'Please quote 40 gate valves.',
    });
  });

  it('asks for an object, and sends nothing else', async () => {
    const server = openSources(webhookAddress, {});
    const field = await aField('Payload (JSON)');
    await user.clear(field);
    await user.type(field, '[[1]');
    await user.click(await aButton('Try it'));
    await screen.findByText(/^This is no JSON object/);
    expect(sentTo(server, 'testSource')).toEqual([]);
  });
});
