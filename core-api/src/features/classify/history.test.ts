import { expect, test } from 'vitest';
import { splitHistory } from './history.ts';

const own = (text: string) => splitHistory(text.split('\n')).own.join('\n').trim();

test.each([
  ['quotation marks', 'Yes.\n> old\n> older'],
  ['an attribution', 'Yes.\n\nOn Tue, 6 Jan 2026 at 10:11, Ada <ada@x.example> wrote:\n> old'],
  ['an attribution without marks', 'Yes.\n\nOn Tue, 6 Jan 2026, Ada wrote:\n\nold words'],
  ['a German attribution', 'Yes.\nAm 06.01.2026 um 10:11 schrieb Ada:\n> old'],
  ['a French attribution', 'Yes.\nLe mar. 6 janv. 2026 à 10:11, Ada a écrit :\nold'],
  ['a Hindi attribution', 'Yes.\nसुरेश ने लिखा:\n> old'],
  ['an Outlook header', 'Yes.\n\nFrom: Ada\nSent: Tuesday\nTo: Ben\nSubject: x\n\nold'],
  ['a German Outlook header', 'Yes.\nVon: Ada\nGesendet: Dienstag\nAn: Ben\nold'],
  ['a Japanese header', 'Yes.\n差出人: Ada\n日時: 1月6日\nold'],
  ['an original message line', 'Yes.\n-----Original Message-----\nold'],
  ['a forward line', 'Yes.\n---------- Forwarded message ---------\nold'],
])('cuts at %s', (_, text) => {
  expect(own(text)).toBe('Yes.');
});

test('an answer below the quotation is new', () => {
  expect(own('On Tuesday Ada wrote:\n> What is the price?\n\n40 each.\n> And delivery?\nTwo weeks.')).toBe(
    '\n40 each.\nTwo weeks.'.trim(),
  );
});

test.each(['From: Mumbai\nTo Hamburg, one container', 'The word from: is harmless', 'He wrote: yes'])(
  'leaves %j alone',
  (text) => {
    expect(own(text).split('\n')[0]).toBe(text.split('\n')[0]);
  },
);

test('loses no line', () => {
  const lines = ['Yes.', '> q', 'On Tuesday Ada wrote:', 'old', 'older'];
  const { own: newest, history } = splitHistory(lines);
  expect([...newest, ...history].sort()).toEqual([...lines].sort());
});
