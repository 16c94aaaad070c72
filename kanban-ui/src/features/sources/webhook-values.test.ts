import type { SourceMapping } from '@pebble/contract/sources';
import { describe, expect, it } from 'vitest';
import { webhook } from '../../testing/sources-factories.ts';
import { NEW_WEBHOOK, settingsOf, valuesOf, wrongFields, type WebhookValues } from './webhook-values.ts';

const values = (change: Partial<WebhookValues>) => ({ ...NEW_WEBHOOK, name: 'CRM', ...change });
const mapped = (parts: WebhookValues['parts']) => values({ kind: 'mapped', parts });
const wrongIn = (change: Partial<WebhookValues>) => [...wrongFields(settingsOf(values(change)))];

describe('a webhook as it is typed', () => {
  it('is what the server takes', () => {
    expect(settingsOf(values({ name: '  CRM ', rate: '60' }))).toEqual({
      ...{ name: 'CRM', mailbox: null, mode: 'live', rate_per_minute: 60, mapping: null },
    });
    expect(wrongIn({})).toEqual([]);
  });

  it('names places, texts that are always the same, and several places of the text', () => {
    const parts = { from: ' lead.email ', subject: '=Lead', body: 'message, lead.phone,', to: '' };
    expect(settingsOf(mapped(parts)).mapping).toEqual({
      ...{ from: 'lead.email', subject: { text: 'Lead' }, body: ['message', 'lead.phone'] },
    });
  });

  it('keeps what was typed for another shape, and does not send it otherwise', () => {
    expect(settingsOf({ ...mapped({ from: 'lead..' }), kind: 'mail' }).mapping).toBeNull();
  });

  it.each<[Partial<WebhookValues>, string[]]>([
    [{ name: ' ' }, ['name']],
    [{ name: 'x'.repeat(101) }, ['name']],
    [{ rate: '' }, ['rate_per_minute']],
    [{ rate: '0' }, ['rate_per_minute']],
    [{ rate: '1.5' }, ['rate_per_minute']],
    [{ kind: 'mapped' }, ['from', 'subject', 'body']],
    [{ kind: 'mapped', parts: { from: 'a..b', subject: '=', body: ',' } }, ['from', 'subject', 'body']],
    [
      { kind: 'mapped', parts: { from: 'a', subject: 'b', body: 'c', attachment_urls: '=d' } },
      ['attachment_urls'],
    ],
  ])('says where it does not fit: %j', (change, fields) => {
    expect(wrongIn(change)).toEqual(fields);
  });

  it.each<SourceMapping>([
    { from: 'lead.email', subject: { text: '=Lead' }, body: 'text' },
    {
      from: { text: 'a@b.example' },
      subject: 'items.0.title',
      body: ['a', 'b.c', 'd'],
      attachment_urls: 'files',
    },
    { from: 'f', subject: 's', body: { text: 'One, two' }, html: 'h', to: 't', cc: 'c', message_id: 'm' },
    {
      from: 'f',
      subject: 's',
      body: 'b',
      in_reply_to: 'r',
      received_at: 'at',
      from_name: { text: 'The form' },
    },
  ])('comes out of its form as it went in: %j', (mapping) => {
    expect(settingsOf(valuesOf(webhook({ mapping }))).mapping).toEqual(mapping);
  });
});
