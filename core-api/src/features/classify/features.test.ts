import { expect, test } from 'vitest';
import { type Evidence, extractFeatures } from './features.ts';

const mail = (change: Partial<Evidence>): Evidence => ({
  subject: '',
  body: '',
  attachment_names: [],
  ...change,
});
const weightsOf = (change: Partial<Evidence>) => extractFeatures(mail(change)).weights;

test('quoted history weighs less than what was just written', () => {
  const weights = weightsOf({ body: 'please send the price list today\n> purchase order' });
  expect(weights.get('price')).toBe(1);
  expect(weights.get('purchase')).toBeCloseTo(0.15);
});

test('a forward without words of its own is read whole', () => {
  const { weights, rules } = extractFeatures(
    mail({
      subject: 'Fwd: x',
      body: 'FYI\n---------- Forwarded message ---------\nPlease find attached our purchase order',
    }),
  );
  expect(weights.get('purchase')).toBeCloseTo(0.7);
  expect(rules.map(({ intent }) => intent)).toEqual(['order']);
});

test('rules do not look at history below a full message', () => {
  const { rules } = extractFeatures(
    mail({ body: 'Thank you, it looks good to all of us here.\n> Please find attached our purchase order' }),
  );
  expect(rules).toEqual([]);
});

test('the subject speaks twice, attachment names once', () => {
  const weights = weightsOf({ subject: 'Valves', attachment_names: ['PO_4711.PDF'] });
  expect(weights.get('subject:valves')).toBe(1);
  expect(weights.get('valves')).toBe(1);
  expect(weights.get('file:pdf')).toBeGreaterThan(0);
  expect(weights.get('form:order number')).toBeGreaterThan(0);
});

test('saying a thing ten times is saying it once', () => {
  expect(weightsOf({ body: 'invoice '.repeat(10) }).get('invoice')).toBe(1);
});

test('words of a mail cannot pass for features of another kind', () => {
  const weights = weightsOf({ body: 'rule:sends an invoice form:IBAN idea:bank ~bank' });
  expect([...weights.keys()].filter((key) => /^(?:rule|form):/.test(key))).toEqual([]);
});

test.each([
  ['List-Unsubscribe', '<https://x.example>'],
  ['precedence', 'bulk'],
  ['Auto-Submitted', 'auto-replied'],
])('the header %s marks a mailing', (name, value) => {
  const { rules } = extractFeatures(mail({ headers: { [name]: value } }));
  expect(rules.map(({ intent }) => intent)).toEqual(['out_of_scope']);
});

test.each([
  ['Auto-Submitted', 'no'],
  ['Auto-Submitted', 'auto-generated'],
  ['Precedence', 'first-class'],
])('the header %s: %s does not', (name, value) => {
  expect(extractFeatures(mail({ headers: { [name]: value } })).rules).toEqual([]);
});

test.each(['please ', '> q\n', 'From: a\n', 'payment amount ', 'ignore ', '1 ', '発注'])(
  'a hostile text comes to an end, however long, since no more is read than of a long mail: %j',
  (text) => {
    const read = (times: number) => weightsOf({ body: text.repeat(times), subject: 'Re: '.repeat(times) });
    expect(read(200_000)).toEqual(read(20_000));
  },
);
