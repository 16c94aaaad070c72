import { expect, test } from 'vitest';
import { normaliseMessageId, readMessageIds } from './message-ids.ts';

test.each([
  ['<a@x.example>', ['<a@x.example>']],
  ['<a@x.example>\r\n\t<b@x.example>', ['<a@x.example>', '<b@x.example>']],
  ['<a@x.example>,<b@x.example>', ['<a@x.example>', '<b@x.example>']],
  ['Your message of Monday <a@x.example>', ['<a@x.example>']],
  ['Your message of Monday', []],
  ['a@x.example b@x.example', ['a@x.example', 'b@x.example']],
  ['4711', ['4711']],
  ['<>', []],
  ['  ', []],
])('reads the identifiers of %j', (value, ids) => {
  expect(readMessageIds(value)).toEqual(ids);
});

test.each([
  ['<Abc.1@Mail.Example>', 'Abc.1@mail.example'],
  ['Abc.1@mail.example', 'Abc.1@mail.example'],
  ['<Abc\r\n .1@MAIL.example>', 'Abc.1@mail.example'],
  ['<"odd@local"@X.example>', '"odd@local"@x.example'],
  ['<4711>', '4711'],
])('normalises %j', (id, normal) => {
  expect(normaliseMessageId(id)).toBe(normal);
});

test('keeps the case of the part before the @', () => {
  expect(normaliseMessageId('<AB@x.example>')).not.toBe(normaliseMessageId('<ab@x.example>'));
});
