import type { Random } from './random.ts';

const GOODS = [
  'ball valves DN50',
  'gaskets',
  'centrifugal pumps',
  'steel flanges',
  'pressure gauges',
  'seamless pipe',
];
const OPENINGS = [
  'Please send us your best quotation for {n} {goods}, with delivery time.',
  'We herewith place our purchase order for {n} {goods}. Kindly confirm.',
  'Attached is our invoice for {n} {goods}. Payment within 30 days please.',
  'Could we meet next week to talk about {n} {goods}?',
  'Tender notice: bids are invited for the supply of {n} {goods}.',
  'We have paid for the {n} {goods} by bank transfer; the UTR follows.',
];
const FILLER =
  'the delivery should reach our yard before the monsoon and each lot must carry its test certificate so that our inspector can release it'.split(
    ' ',
  );

export function goods(random: Random): string {
  return random.pick(GOODS);
}

/** Business mail of some hundred to some thousand characters. */
export function letter(random: Random, about: string): string {
  const opening = random
    .pick(OPENINGS)
    .replace('{n}', String(random.whole(2, 400)))
    .replace('{goods}', about);
  const lines = Array.from({ length: random.whole(2, 30) }, () =>
    Array.from({ length: random.whole(5, 11) }, () => random.pick(FILLER)).join(' '),
  );
  return ['Dear Sir or Madam,', '', opening, ...lines, '', 'Kind regards'].join('\r\n');
}
