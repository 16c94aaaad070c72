import { expect } from 'vitest';
import type { Connector } from '../connector.ts';
import { ConnectorError, NotFoundError } from '../errors.ts';
import { expectSilence } from './check-failures.ts';
import type { LookupFixture, MailFixture } from './fixtures.ts';
import { answering, echoing, frozen, rejectionOf, sampleCredential, tracesOf } from './probe-host.ts';

/** What is offered is what was recorded, each value once, and a failure says nothing of the credential. */
export async function checkLookup(
  connector: Connector,
  name: string,
  { search = '', input = {}, replies, choices }: LookupFixture,
): Promise<void> {
  const find = connector.lookups[name];
  if (!find) throw new Error(`There is no lookup "${name}"`);
  const found = await find(answering(connector, replies).host, search, frozen(input));
  expect(found, `choices of ${name}`).toEqual(choices);
  const values = found.map(({ value }) => value);
  expect(values, `values of ${name}, each once`).toEqual([...new Set(values)]);
  for (const { label } of found) expect(label.trim(), `label of a choice of ${name}`).not.toBe('');

  const failure = await rejectionOf(find(echoing(connector, 500), search, input), `${name} at 500`);
  expect(failure, `${name} at 500`).toBeInstanceOf(ConnectorError);
  expectSilence(failure, tracesOf(sampleCredential(connector)));
}

/** Whole mails come as they are, lists as recorded, and a mail that has gone is a NotFoundError. */
export async function checkMail(connector: Connector, { fetch, list }: MailFixture): Promise<void> {
  const { mail } = connector;
  if (!mail) throw new Error('The connector has no mail, and there is a fixture for it');
  const trigger = connector.triggers.find((one) => one.name === mail.trigger);
  expect(trigger?.type, `the trigger of mail, ${mail.trigger}`).toBe('poll');
  expect(Object.keys(trigger?.fields ?? {}), `fields of ${mail.trigger}`).toEqual(
    expect.arrayContaining(['mailbox', 'folder']),
  );
  const bytes = await mail.fetch(answering(connector, fetch.replies).host, frozen(fetch.mail));
  expect(Array.from(bytes), 'the mail as it is').toEqual(Array.from(fetch.bytes));
  const page = await mail.list(answering(connector, list.replies).host, frozen(list.request));
  expect(page, 'the page of mails').toEqual(list.page);
  expect(JSON.parse(JSON.stringify(page)), 'the page of mails is plain JSON').toEqual(page);

  const gone = await rejectionOf(mail.fetch(echoing(connector, 404), fetch.mail), 'a mail that has gone');
  expect(gone, 'a mail that has gone').toBeInstanceOf(NotFoundError);
}
