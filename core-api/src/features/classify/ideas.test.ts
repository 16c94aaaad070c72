import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { ideasIn } from './ideas.ts';

test.each([
  ['invoice', ['our invoice', 'die Rechnungen', 'la facture', 'बिल', 'الفاتورة', '請求書']],
  ['order', ['purchase order', 'Bestellung', 'bon de commande', 'ऑर्डर', 'أمر الشراء', '注文']],
  ['meeting', ['a meeting', 'Terminvorschlag', 'un rendez-vous', 'बैठक', 'اجتماع', '会議']],
  ['tender', ['e-tender', 'Ausschreibung', "appel d'offres", 'निविदा', 'والمناقصة', '入札']],
])('%s in six languages', (idea, texts) => {
  for (const text of texts) expect(ideasIn(fold(text)), text).toContain(idea);
});

test('a stem counts only where a word begins', () => {
  expect(ideasIn('reorder')).not.toContain('order');
  expect(ideasIn('the pillbill')).not.toContain('invoice');
  expect(ideasIn('billion')).not.toContain('invoice');
  expect(ideasIn('bill, please')).toContain('invoice');
  expect(ideasIn('पाइप की दर क्या है')).toContain('price');
  expect(ideasIn('दरवाजा')).not.toContain('price');
});

test('nothing in a text about nothing', () => {
  expect(ideasIn('')).toEqual([]);
  expect(ideasIn('lorem ipsum dolor')).toEqual([]);
});
