import { MailEvent } from '@pebble/contract/jobs';
import { InputError } from '@pebble/kit/errors';
import { expect, test } from 'vitest';
import { newMail } from './new-mail.ts';

const payload = (body: unknown) => ({ headers: {}, query: {}, body });

test('the sample is an event of the contract, word for word', () => {
  expect(MailEvent.parse(newMail.sample.body)).toEqual(newMail.sample.body);
});

test('the flow sees the event, and the tracking id tells repeated calls apart from new mail', () => {
  const event = MailEvent.parse(newMail.sample.body);
  expect(newMail.items(payload({ ...event, unknown: 'dropped' }))).toEqual([
    { dedupeKey: event.tracking_id, data: event },
  ]);
});

test('a payload that is no mail event is refused without repeating it', () => {
  const broken = { ...MailEvent.parse(newMail.sample.body), tracking_id: 'ada@buyer.example' };
  expect(() => newMail.items(payload(broken))).toThrow(new InputError('The payload is not a mail event'));
});
