import type { Intent } from '@pebble/contract/values';
import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { RULES } from './rules.ts';

const intentsOf = (text: string) =>
  RULES.filter(({ phrase }) => phrase.test(fold(text))).map(({ intent }) => intent);

test.each<[Intent, string]>([
  ['new_enquiry', 'Kindly quote your best price'],
  ['new_enquiry', 'Bitte bieten Sie uns 40 Ventile an'],
  ['new_enquiry', 'Demande de devis'],
  ['new_enquiry', 'कृपया कोटेशन भेजें'],
  ['new_enquiry', 'طلب عرض سعر'],
  ['new_enquiry', 'お見積りのお願い'],
  ['meeting_request', 'Can we have a short call tomorrow?'],
  ['meeting_request', 'Passt Ihnen der 12. Mai?'],
  ['meeting_request', 'طلب اجتماع'],
  ['follow_up', 'We are still waiting for your reply'],
  ['follow_up', 'Je me permets de vous relancer'],
  ['follow_up', 'لم نتلق أي رد'],
  ['order', 'Please find attached our purchase order'],
  ['order', 'hiermit bestellen wir'],
  ['order', 'أمر شراء رقم 12'],
  ['order', '注文書を添付いたします'],
  ['invoice', 'please find our invoice attached'],
  ['invoice', 'anbei erhalten Sie unsere Rechnung'],
  ['invoice', 'فاتورة رقم 2044'],
  ['payment_notification', 'the amount has been credited to your account'],
  ['payment_notification', 'wir haben den Betrag überwiesen'],
  ['payment_notification', 'تم تحويل المبلغ'],
  ['nit_document', 'Notice Inviting Tender'],
  ['nit_document', "Avis d'appel d'offres"],
  ['nit_document', 'مناقصة عامة'],
  ['bid_requirement', 'GEM/2026/B/123456'],
  ['bid_requirement', 'धरोहर राशि जमा करें'],
  ['out_of_scope', 'Unsubscribe'],
  ['out_of_scope', 'Automatische Antwort'],
])('%s: %s', (intent, text) => {
  expect(intentsOf(text)).toEqual([intent]);
});

test.each([
  'invoice',
  'order',
  'Our order arrived with your invoice, and the payment terms are fine.',
  'The tender meat was praised.',
  'We met the bidder.',
])('a word alone decides nothing: %s', (text) => {
  expect(intentsOf(text)).toEqual([]);
});

test('names are unique, since what is learnt about a rule hangs on its name', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});
