import { expect, test } from 'vitest';
import { extractFeatures } from './features.ts';
import { trainNaiveBayes } from './naive-bayes.ts';
import { explain } from './reasons.ts';

const read = (body: string) => extractFeatures({ subject: '', body, attachment_names: ['bill.pdf'] });
const invoice = read('please find attached our invoice 4711, zebra');
const bayes = trainNaiveBayes([
  { intent: 'invoice', features: invoice.weights },
  { intent: 'order', features: read('our purchase order 12').weights },
]);

test('names the rule first, then what was learnt, for people', () => {
  const reasons = explain(bayes, invoice, 'invoice');
  expect(reasons[0]).toBe('sends an invoice');
  expect(reasons).toContain('words of invoice');
  expect(reasons.length).toBeLessThanOrEqual(6);
  expect(new Set(reasons).size).toBe(reasons.length);
  for (const reason of reasons) expect(reason).not.toMatch(/^~|^#$|:/);
});

test('a rule of another intent is no reason', () => {
  expect(explain(bayes, invoice, 'order')).not.toContain('sends an invoice');
});

test('nothing known, no reasons', () => {
  expect(explain(bayes, { weights: new Map([['zzz', 1]]), rules: [] }, 'order')).toEqual([]);
});
