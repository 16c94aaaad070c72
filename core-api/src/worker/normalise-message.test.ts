import { expect, it } from 'vitest';
import { normaliseMessage } from './normalise-message.ts';

it.each([
  ['the customer "C-102" is blocked', 'the customer "C-7788" is blocked'],
  ['HTTP 422 after 1,234.5 ms', 'HTTP 409 after 7 ms'],
  ['no record 0199a1f2-1234-7abc-8def-0123456789ab', 'no record 0199ffff-9999-7000-8000-000000000000'],
  ['refused by https://crm.example/api?id=4', 'refused by https://other.example/v2'],
  ['mail of Ada <ada@buyer.example> is empty', 'mail of Ada <bob@seller.example> is empty'],
  ['order SO00042 is closed', 'order SO91133 is closed'],
  ['hash deadbeefdeadbeefdeadbeef differs', 'hash 0123456789abcdef01234567 differs'],
  ['  two   words\n', 'Two words'],
])('%j and %j are one cause', (one, two) => {
  expect(normaliseMessage(one)).toBe(normaliseMessage(two));
});

it.each([
  ['the customer is blocked', 'the supplier is blocked'],
  ['step "a" failed with InputError', 'step "a" failed with AuthError'],
])('%j and %j are two', (one, two) => {
  expect(normaliseMessage(one)).not.toBe(normaliseMessage(two));
});

it('is quick on a message that is made to be slow', () => {
  for (const part of ['a@', '"', 'a-', '1.', 'http://', 'a1-b2_']) {
    expect(normaliseMessage(part.repeat(500_000)).length).toBeLessThanOrEqual(2000);
  }
});
