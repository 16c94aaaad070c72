import { InputError, UpstreamError } from '@pebble/kit/errors';
import { describe, expect, test } from 'vitest';
import { answerOf } from './draft.ts';
import { toAttachment } from './attachment.ts';
import { toBase64 } from './base64.ts';
import { mailboxPath } from './client.ts';
import { GRAPH_MESSAGE, MESSAGE } from './fixtures/message.ts';
import { messageFilter } from './message-filter.ts';
import { toMessage, toRef } from './message.ts';
import { messagePath, query, quoted } from './path.ts';
import { asPage, asRecord, instantOf, pathOfLink } from './read.ts';
import { toGraph } from './write.ts';

test('base64 is that of RFC 4648, for every length', () => {
  const words = {
    '': '',
    f: 'Zg==',
    fo: 'Zm8=',
    foo: 'Zm9v',
    foob: 'Zm9vYg==',
    fooba: 'Zm9vYmE=',
    foobar: 'Zm9vYmFy',
  };
  for (const [word, expected] of Object.entries(words)) {
    expect(toBase64(Uint8Array.from(word, (letter) => letter.charCodeAt(0)))).toBe(expected);
  }
  expect(toBase64(Uint8Array.from([255, 254, 253, 0, 251]))).toBe('//79APs=');
  const large = toBase64(new Uint8Array(2 * 24_576 + 1).fill(255));
  expect(large).toBe(`${'/'.repeat(65_536)}/w==`);
});

describe('paths', () => {
  test('ids and addresses are encoded, nobody is oneself', () => {
    expect(mailboxPath("o'neil#ext#@a.example/../b")).toBe("/users/o'neil%23ext%23%40a.example%2F..%2Fb");
    expect(mailboxPath('')).toBe('/me');
    expect(messagePath('AAk/+=')).toBe('/messages/AAk%2F%2B%3D');
  });
  test('what is not given is left out', () => {
    expect(query({ $top: 5, $filter: undefined, $search: '' })).toBe('?$top=5');
    expect(query({})).toBe('');
  });
  test('a quote inside a text is doubled', () => expect(quoted("it's")).toBe("'it''s'"));
  test('a link loses its host, and one that is none of Graph is not followed', () => {
    expect(pathOfLink("https://graph.microsoft.us/v1.0/users('a')/messages?$skip=1")).toBe(
      "/v1.0/users('a')/messages?$skip=1",
    );
    expect(pathOfLink('http://127.0.0.1:1/proxy/v1.0/me')).toBe('/v1.0/me');
    expect(() => pathOfLink('https://elsewhere.example/next')).toThrow(UpstreamError);
  });
});

describe('reading', () => {
  test.each([null, undefined, 'text', 7, []])('%j is no answer of Graph', (value) => {
    expect(() => asRecord(value)).toThrow(UpstreamError);
  });
  test('a page has entries and perhaps a next one', () => {
    expect(asPage({ value: [{ id: 'a' }] })).toEqual({ entries: [{ id: 'a' }], next: null });
    expect(() => asPage({ value: ['a'] })).toThrow(UpstreamError);
    expect(() => asPage({})).toThrow(UpstreamError);
  });
  test('an instant is ISO 8601 with milliseconds, or none', () => {
    expect(instantOf({ at: '2026-03-02T09:15:00Z' }, 'at')).toBe('2026-03-02T09:15:00.000Z');
    expect(instantOf({ at: 'soon' }, 'at')).toBeNull();
    expect(instantOf({}, 'at')).toBeNull();
  });
});

describe('a message', () => {
  test('is read with everything that operations give', () => {
    const html = { ...GRAPH_MESSAGE, body: { contentType: 'HTML', content: '<p>Hi</p>' } };
    expect(toMessage(html)).toEqual({ ...MESSAGE, body: { type: 'html', content: '<p>Hi</p>' } });
  });
  test('may lack all but its id', () => {
    expect(toRef('a@b.example', { id: 'x', from: null, subject: null })).toMatchObject({
      ...{
        id: 'x',
        mailbox: 'a@b.example',
        from: '',
        from_name: '',
        subject: '',
        received_at: '1970-01-01T00:00:00.000Z',
      },
      internet_message_id: null,
    });
    expect(() => toMessage({ subject: 'x' })).toThrow(UpstreamError);
  });
});

test('an attachment is a file, a mail or a link', () => {
  const kinds = ['fileAttachment', 'itemAttachment', 'referenceAttachment'].map(
    (type) => toAttachment({ '@odata.type': `#microsoft.graph.${type}`, id: 'a' }).kind,
  );
  expect(kinds).toEqual(['file', 'mail', 'link']);
  expect(toAttachment({ id: 'a', name: null, contentType: null })).toMatchObject({
    name: '',
    content_type: '',
    size: 0,
  });
});

describe('the filter of a list', () => {
  test('is left out when nothing is asked for', () =>
    expect(messageFilter({ unread_only: false })).toBeUndefined());
  test('names the time of arrival first, because the list is in its order', () => {
    expect(messageFilter({ unread_only: true })).toBe(
      'receivedDateTime ge 1900-01-01T00:00:00Z and isRead eq false',
    );
  });
  test('puts what a person wrote into parentheses', () => {
    expect(
      messageFilter({
        ...{ received_from: '2026-01-01T00:00:00.000Z', received_before: '2026-02-01T00:00:00.000Z' },
        ...{ with_attachments_only: true, from: "o'neil@a.example", filter: 'a or b' },
      }),
    ).toBe(
      'receivedDateTime ge 2026-01-01T00:00:00.000Z and receivedDateTime lt 2026-02-01T00:00:00.000Z' +
        " and hasAttachments eq true and from/emailAddress/address eq 'o''neil@a.example' and (a or b)",
    );
  });
});

describe('what is written', () => {
  test('holds what was filled in and nothing else', () => {
    expect(toGraph({ body_type: 'text' })).toEqual({});
    expect(toGraph({ body_type: 'html', body: '', subject: '', cc: [] })).toEqual({
      ...{ subject: '', body: { contentType: 'html', content: '' }, ccRecipients: [] },
    });
  });
  test('takes addresses with names and without', () => {
    const { toRecipients } = toGraph({
      body_type: 'text',
      to: ['Ada Byron <ada@a.example>', ' b@b.example ', '"C, D" <c@c.example>'],
    });
    expect(toRecipients).toEqual([
      { emailAddress: { name: 'Ada Byron', address: 'ada@a.example' } },
      { emailAddress: { address: 'b@b.example' } },
      { emailAddress: { name: 'C, D', address: 'c@c.example' } },
    ]);
  });
  test.each(['', 'two words', 'a <b', 'a <>'])('%j is no address', (one) => {
    const write = () => toGraph({ body_type: 'text', bcc: [one] });
    expect(write).toThrow(InputError);
    expect(write).toThrow(/"bcc"/);
  });
  test('an answer is a comment as text and a body as HTML', () => {
    expect(answerOf('Hi', 'text')).toEqual({ comment: 'Hi' });
    expect(answerOf('<b>Hi</b>', 'html')).toEqual({
      message: { body: { contentType: 'html', content: '<b>Hi</b>' } },
    });
    expect(answerOf(undefined, 'html', { toRecipients: [] })).toEqual({ message: { toRecipients: [] } });
  });
});
