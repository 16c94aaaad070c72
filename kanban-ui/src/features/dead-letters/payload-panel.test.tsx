import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { useQuery } from '@tanstack/react-query';
import { id, me } from '../../testing/factories.ts';
import type { Handler } from '../../testing/fake-server.ts';
import { lettersServer, sentTo } from '../../testing/letters-server.ts';
import { letterDetail, MAIL_JSON, payload } from '../../testing/operations-factories.ts';
import { renderWith, testClient } from '../../testing/render-with.tsx';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';
import { deadLetterQuery } from './api/get-dead-letter.ts';
import { PayloadPanel } from './payload-panel.tsx';

const editBy = (who: string, version: number) => ({
  ...{ version, format: 'json' as const, bytes: 90, edited_by: who },
  edited_at: '2026-03-10T12:30:00.000Z',
});
const edited = (who: string, version: number) => ({ version, edited: true, edit: editBy(who, version) });

function Panel() {
  const { data } = useQuery(deadLetterQuery(useSend(), id(301)));
  return data ? <PayloadPanel letter={data} /> : null;
}

let user: UserEvent;
function open(more: Record<string, Handler> = {}, change: Parameters<typeof letterDetail>[0] = {}) {
  let now = letterDetail(change);
  const server = lettersServer(more, { detail: () => now });
  const client = testClient();
  renderWith(<Panel />, { send: server.send, person: me({ role: 'ops' }), client });
  const set = (next: Parameters<typeof letterDetail>[0]): void => void (now = letterDetail(next));
  const tell = () => act(() => client.invalidateQueries({ queryKey: operationsKeys.deadLetters }));
  return { server, client, set, tell };
}
const click = async (name: string) => user.click(await screen.findByRole('button', { name }));
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text of the mail' });
/** Replaces what stands in the field, as pasting does. */
const write = async (text: string) => {
  await user.clear(field());
  await user.click(field());
  await user.paste(text);
};
const changes = () => within(screen.getByRole('region', { name: /^Changes against/ }));

beforeEach(() => {
  user = userEvent.setup();
});

describe('the mail of a dead letter', () => {
  it('is opened when it is asked for, and not before', async () => {
    const { server } = open();
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
    const { server } = open(
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
    open({}, { payload_destroyed_at: '2026-03-12T12:00:00.000Z' });
    await screen.findByText(/The kept mail was destroyed on/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('tells why it cannot be opened', async () => {
    open({ openSyncErrorPayload: () => ({ refuse: 'sealing_key_missing' }) });
    await click('Open the mail');
    await screen.findByText(/Ask your operator to put the key/);
  });
});

describe('editing the mail', () => {
  it('shows each change against the mail as it came, while it is typed', async () => {
    open();
    await click('Edit the mail');
    expect(document.activeElement).toBe(field());
    changes().getByText('Nothing is changed yet.');
    await write(MAIL_JSON.replace('Please quote.', 'Please quote by Friday.'));
    await changes().findByText('1 line added, 1 removed');
    expect(changes().getByText(/by Friday/).tagName).toBe('INS');
    expect(changes().getByText(/"Please quote\."/).tagName).toBe('DEL');
  });

  it('keeps it as it was written, with the version that was seen', async () => {
    const answer = letterDetail(edited('Ada Ops', 2));
    const { server, set } = open({
      editSyncErrorPayload() {
        set(edited('Ada Ops', 2));
        return answer;
      },
    });
    await click('Edit the mail');
    const mended = `${MAIL_JSON.replace('40', '400')}\n`;
    await write(mended);
    await click('Save the edit');
    await screen.findByText(/^Edited by Ada Ops/);
    const [sent] = sentTo(server, 'editSyncErrorPayload');
    expect(sent?.query).toEqual({ version: 1 });
    expect(sent?.body).toMatchObject(JSON.parse(mended) as object);
    expect(screen.getByTestId('announcer').textContent).toMatch(/The edited mail is kept/);
  });
});

describe('what is sent of an edited mail', () => {
  it('is raw mail byte for byte, with the line ends that it had', async () => {
    const raw = 'From: ada@buyer.example\r\nSubject: Valves\r\n\r\nPlease quote.\r\n';
    const { server } = open(
      {
        openSyncErrorPayload: () => payload({ format: 'rfc822', content: raw }),
        editSyncErrorPayload: () => letterDetail(edited('Ada Ops', 2)),
      },
      { payload_format: 'rfc822' },
    );
    await click('Edit the mail');
    await write('From: ada@buyer.example\nSubject: Valves\n\nPlease quote.\nSoon.\n');
    await click('Save the edit');
    await waitFor(() => expect(sentTo(server, 'editSyncErrorPayload')).toHaveLength(1));
    expect(sentTo(server, 'editSyncErrorPayload')[0]?.body).toEqual({
      type: 'message/rfc822',
      raw: 'From: ada@buyer.example\r\nSubject: Valves\r\n\r\nPlease quote.\r\nSoon.\r\n',
    });
  });

  it('is the very bytes of a mail that is not UTF-8, which cannot hold every letter', async () => {
    const bytes = 'From: a@b.example\r\n\r\nGr\u00fc\u00dfe';
    const { server } = open(
      {
        openSyncErrorPayload: () => payload({ format: 'rfc822', encoding: 'base64', content: btoa(bytes) }),
        editSyncErrorPayload: () => letterDetail(edited('Ada Ops', 2)),
      },
      { payload_format: 'rfc822' },
    );
    await click('Edit the mail');
    await write('From: a@b.example\n\nGr\u00fc\u00dfe, 5 \u20ac');
    await screen.findByText(/“€” cannot stand in this mail/);
    await write('From: a@b.example\n\nGr\u00fc\u00dfe!');
    await click('Save the edit');
    await waitFor(() => expect(sentTo(server, 'editSyncErrorPayload')).toHaveLength(1));
    const { raw } = sentTo(server, 'editSyncErrorPayload')[0]!.body as { raw: Blob };
    expect([...new Uint8Array(await raw.arrayBuffer())].slice(-6)).toEqual([
      0x47, 0x72, 0xfc, 0xdf, 0x65, 0x21,
    ]);
  });

  it('is nothing while something does not fit, and that is told', async () => {
    open();
    await click('Edit the mail');
    await write('{ "subject": "x" ');
    await screen.findByText(/^This is no valid JSON/);
    await write('{ "subject": "x", "from": "nobody", "body": "y" }');
    await screen.findByText(/^from: must contain an e-mail address/);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save the edit' }).disabled).toBe(true);
  });

  it('stays in the field when the server does not take it', async () => {
    const errors = [{ path: 'body.from', message: 'The mail has no sender address.' }];
    open({ editSyncErrorPayload: () => ({ refuse: 'invalid_request', more: { errors } }) });
    await click('Edit the mail');
    await write(MAIL_JSON.replace('40', '400'));
    await click('Save the edit');
    await screen.findByText('The edit was not saved');
    screen.getByText('from');
    screen.getByText(/The mail has no sender address/);
    expect(field().value).toContain('400');
  });

  it('is kept unsaved while one looks elsewhere', async () => {
    const { client, server } = open();
    await click('Edit the mail');
    await write(MAIL_JSON.replace('40', '400'));
    renderWith(<Panel />, { send: server.send, person: me({ role: 'ops' }), client });
    await screen.findByText(/You have not saved what you wrote/);
    await click('Go on with your edit');
    expect(field().value).toContain('400');
    await click('Leave it as it was');
    await screen.findByText(/Opening it is written into the log/);
  });

  it('is nothing when it is given up', async () => {
    const { server } = open();
    await click('Edit the mail');
    await write('nonsense');
    await click('Leave it as it was');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(document.activeElement?.contains(screen.getByRole('button', { name: 'Edit the mail' }))).toBe(
      true,
    );
    expect(sentTo(server, 'editSyncErrorPayload')).toEqual([]);
  });
});

describe('when somebody else was faster', () => {
  const THEIRS = MAIL_JSON.replace('40', '44');
  const conflict = async () => {
    const world = open({
      openSyncErrorPayload: ({ body }) =>
        payload({ content: body['which'] === 'edited' ? THEIRS : MAIL_JSON }),
      editSyncErrorPayload: ({ query }) => {
        world.set(edited('Ben', 2));
        return query['version'] === 2 ? letterDetail(edited('Ada Ops', 3)) : { refuse: 'version_conflict' };
      },
    });
    await click('Edit the mail');
    await write(MAIL_JSON.replace('40', '400'));
    return world;
  };

  it('the edit is not saved over theirs, and stays in the field', async () => {
    await conflict();
    await click('Save the edit');
    await screen.findByText('Somebody else has changed this dead letter meanwhile');
    screen.getByText(/^Ben has edited the mail/);
    expect(field().value).toContain('400');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save the edit' }).disabled).toBe(true);
  });

  it('it is said at once when the event stream tells of it', async () => {
    const { set, tell } = await conflict();
    set(edited('Ben', 2));
    await tell();
    await screen.findByText('Somebody else has changed this dead letter meanwhile');
  });

  it('one may go on with theirs', async () => {
    await conflict();
    await click('Save the edit');
    await click('Go on with theirs');
    await waitFor(() => expect(field().value).toBe(THEIRS));
    expect(screen.queryByText(/Somebody else has changed/)).toBeNull();
    await changes().findByText('1 line added, 1 removed');
  });

  it('one may save over theirs, knowingly', async () => {
    const { server } = await conflict();
    await click('Save the edit');
    await click('Save mine instead');
    await screen.findByText(/^Edited by/);
    expect(sentTo(server, 'editSyncErrorPayload').map(({ query }) => query['version'])).toEqual([1, 2]);
  });

  it('nothing can be saved once the letter is not open any more', async () => {
    const { set, tell } = await conflict();
    set({ status: 'redriven', version: 2 });
    await tell();
    await screen.findByText(/not open any more, so its mail cannot be edited/);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save the edit' }).disabled).toBe(true);
  });
});

describe('an edit', () => {
  it('can be thrown away', async () => {
    const { server } = open({ dropSyncErrorEdit: () => letterDetail({ version: 3 }) }, edited('Ben', 2));
    await click('Throw the edit away');
    await waitFor(() => expect(sentTo(server, 'dropSyncErrorEdit')[0]?.query).toEqual({ version: 2 }));
  });

  it('stays when it cannot be thrown away, and that is told', async () => {
    open({ dropSyncErrorEdit: () => ({ refuse: 'dead_letter_closed' }) }, edited('Ben', 2));
    await click('Throw the edit away');
    await screen.findByText('The edit was not thrown away');
    screen.getByText(/^The dead letter is not open\./);
  });
});
