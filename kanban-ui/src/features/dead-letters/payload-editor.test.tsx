import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { sentTo } from '../../testing/letters-server.ts';
import { letterDetail, MAIL_JSON, payload } from '../../testing/operations-factories.ts';
import { changes, click, edited, field, openPanel, saveButton, write } from '../../testing/payload-panel.tsx';

describe('editing the mail', () => {
  it('shows each change against the mail as it came, while it is typed', async () => {
    openPanel();
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
    const { server, set } = openPanel({
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
    expect(sentTo(server, 'openSyncErrorPayload')).toHaveLength(1);
    const [sent] = sentTo(server, 'editSyncErrorPayload');
    expect(sent?.query).toEqual({ version: 1 });
    expect(sent?.body).toMatchObject(JSON.parse(mended) as object);
    expect(screen.getByTestId('announcer').textContent).toMatch(/The edited mail is kept/);
  });
});

describe('editing further', () => {
  it('begins with the edit, and shows it against the mail as it came', async () => {
    const once = MAIL_JSON.replace('40', '44');
    const { server } = openPanel(
      {
        openSyncErrorPayload: ({ body }) =>
          payload({ content: body['which'] === 'edited' ? once : MAIL_JSON }),
      },
      edited('Ben', 2),
    );
    await click('Edit further');
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox')).value).toBe(once);
    changes().getByText('1 line added, 1 removed');
    expect(sentTo(server, 'openSyncErrorPayload').map(({ body }) => body['which'])).toEqual([
      'original',
      'edited',
    ]);
  });
});

describe('what is sent of an edited mail', () => {
  it('is raw mail byte for byte, with the line ends that it had', async () => {
    const raw = 'From: ada@buyer.example\r\nSubject: Valves\r\n\r\nPlease quote.\r\n';
    const { server } = openPanel(
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
    const { server } = openPanel(
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
    openPanel();
    await click('Edit the mail');
    await write('{ "subject": "x" ');
    await screen.findByText(/^This is no valid JSON/);
    await write('{ "subject": "x", "from": "nobody", "body": "y" }');
    await screen.findByText(/^from: must contain an e-mail address/);
    expect(saveButton().disabled).toBe(true);
  });

  it('stays in the field when the server does not take it', async () => {
    const errors = [{ path: 'body.from', message: 'The mail has no sender address.' }];
    openPanel({ editSyncErrorPayload: () => ({ refuse: 'invalid_request', more: { errors } }) });
    await click('Edit the mail');
    await write(MAIL_JSON.replace('40', '400'));
    await click('Save the edit');
    await screen.findByText('The edit was not saved');
    screen.getByText('from');
    screen.getByText(/The mail has no sender address/);
    expect(field().value).toContain('400');
  });

  it('is kept unsaved while one looks elsewhere', async () => {
    const { comeBack } = openPanel();
    await click('Edit the mail');
    await write(MAIL_JSON.replace('40', '400'));
    comeBack();
    await screen.findByText(/You have not saved what you wrote/);
    await click('Go on with your edit');
    expect(field().value).toContain('400');
    await click('Leave it as it was');
    await screen.findByText(/Opening it is written into the log/);
  });

  it('is nothing when it is given up', async () => {
    const { server } = openPanel();
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
    const world = openPanel({
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
    expect(saveButton().disabled).toBe(true);
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
    expect(saveButton().disabled).toBe(true);
  });
});
