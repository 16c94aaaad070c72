import { MailEvent } from '@pebble/contract/jobs';
import { AuthError, InputError } from '@pebble/kit/errors';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { newMail } from './new-mail.ts';

const payload = (body: unknown) => ({ headers: {}, query: {}, body });

test('the sample is an event of the contract, word for word', () => {
  expect(MailEvent.parse(newMail.sample.body)).toEqual(newMail.sample.body);
});

test('the flow sees the event, and nothing that the contract does not know', () => {
  const event = MailEvent.parse(newMail.sample.body);
  expect(newMail.items(payload({ ...event, unknown: 'dropped' }))).toEqual([
    { dedupeKey: event.tracking_id, data: event },
  ]);
});

test('the next attempt at a mail is another item, a repeated call is not', () => {
  const keyOf = (id: string) =>
    newMail.items({ ...payload(newMail.sample.body), headers: { 'webhook-id': id } })[0]?.dedupeKey;
  expect(keyOf('mail.1')).toBe(keyOf('mail.1'));
  expect(keyOf('mail.1')).not.toBe(keyOf('mail.2'));
});

test('with a secret in the connection only calls that Pebble has signed are taken', async () => {
  const raw = JSON.stringify(newMail.sample.body);
  const delivery = (signing_secret?: string) => ({
    input: {},
    credential: { signing_secret },
    registration: null,
  });
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const at = new Date();
  const headers = {
    'webhook-id': 'mail.1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('mail.1', at, raw),
  };
  const signed = { ...payload(JSON.parse(raw)), headers, raw };
  await expect(newMail.verify?.(signed, delivery(secret))).resolves.toBeUndefined();
  await expect(newMail.verify?.({ ...signed, raw: `${raw} ` }, delivery(secret))).rejects.toThrow(AuthError);
  await expect(newMail.verify?.({ ...signed, headers: {} }, delivery(secret))).rejects.toThrow(AuthError);
  await expect(newMail.verify?.({ ...signed, headers: {} }, delivery())).resolves.toBeUndefined();
});

test('a payload that is no mail event is refused without repeating it', () => {
  const broken = { ...MailEvent.parse(newMail.sample.body), tracking_id: 'ada@buyer.example' };
  expect(() => newMail.items(payload(broken))).toThrow(new InputError('The payload is not a mail event'));
});
