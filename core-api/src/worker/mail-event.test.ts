import { describe, expect, it } from 'vitest';
import type { InboundMail } from '../features/jobs/inbound-mail.ts';
import { parseMail } from '../mail/parse-mail.ts';
import { toMailEvent } from './mail-event.ts';

const INBOUND: InboundMail = {
  ...{ id: 'i', tenant_id: 't', entity_id: 'e', state: 'processing', attempts: 1, card_id: null },
  ...{ received_at: new Date(0), correlation_id: 'c', repair: 0, mailbox: 'sales@ours.example' },
  ...{ source_system: 'smtp', source_connection: null, source_external_id: null, source_mailbox: null },
};
const mail = await parseMail(Buffer.from('From: Ada <ada@buyer.example>\r\nSubject: Valves\r\n\r\nForty.'));
const sourceOf = (change: Partial<InboundMail>) =>
  toMailEvent({ ...INBOUND, ...change }, mail, 'token').source;

describe('where a mail came from', () => {
  it('is the mailbox over there for mail of a connected system, which may have another address there', () => {
    const source = sourceOf({
      ...{ source_system: 'outlook', source_connection: 'office', source_external_id: 'AAMk1' },
      source_mailbox: 'sales@ours.onmicrosoft.example',
    });
    expect(source).toEqual({
      ...{ system: 'outlook', connection: 'office', external_id: 'AAMk1' },
      mailbox: 'sales@ours.onmicrosoft.example',
    });
  });

  it('is our own mailbox for the other doors', () => {
    expect(sourceOf({})).toMatchObject({ system: 'smtp', connection: null, mailbox: 'sales@ours.example' });
    expect(sourceOf({ mailbox: null }).mailbox).toBeNull();
  });
});

it('hands flows the beginning of a long text', async () => {
  const long = await parseMail(Buffer.from(`From: ada@buyer.example\r\n\r\n${'x'.repeat(200_000)}`));
  const { mail: told, job_token } = toMailEvent(INBOUND, long, 'token');
  expect(told.body).toHaveLength(100_000);
  expect(told.from).toBe('ada@buyer.example');
  expect(job_token).toBe('token');
});
