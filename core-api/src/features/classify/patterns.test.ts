import { expect, test } from 'vitest';
import { PATTERNS } from './patterns.ts';

const formsOf = (text: string) => Object.keys(PATTERNS).filter((name) => PATTERNS[name]?.test(text));

test.each([
  ['GeM bid number', 'see GEM/2025/B/123456'],
  ['NIT number', 'NIT No. EE/12/2025'],
  ['tender number', 'Tender ref 118/2025'],
  ['earnest money', 'EMD of Rs 5,000'],
  ['order number', 'PO-20931'],
  ['order number', 'P.O. No. 4500012'],
  ['order number', 'Bestellung 4711'],
  ['invoice number', 'Invoice no. INV-3381'],
  ['invoice number', 'Rechnung Nr. 2025-10'],
  ['invoice number', 'फिर बिल संख्या 220'],
  ['payment reference', 'UTR ABHKN52025031288123'],
  ['payment reference', 'ref SBKIR12025061100345'],
  ['GSTIN', '27AAACB1234C1Z5'],
  ['IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['amount', '₹ 3,45,000'],
  ['amount', '4.980 €'],
  ['quantity', '120 pcs'],
  ['quantity', '200 नग'],
  ['clock time', 'at 10:30'],
  ['clock time', '14 Uhr'],
  ['way out of a mailing list', 'Newsletter abbestellen'],
])('finds %s in %s', (name, text) => {
  expect(formsOf(text)).toContain(name);
});

test.each(['Dear Sir, thank you for the nice visit.', 'I was in Potsdam, nitrogen was there too.'])(
  'finds nothing in %s',
  (text) => {
    expect(formsOf(text)).toEqual([]);
  },
);
