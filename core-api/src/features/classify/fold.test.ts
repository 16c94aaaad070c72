import { expect, test } from 'vitest';
import { fold } from './fold.ts';

test.each([
  ['Größe', 'grosse'],
  ['ÉCHÉANCE', 'echeance'],
  ['ﬁnal ２００', 'final 200'],
  ['أَمْر شِرَاء', 'امر شراء'],
  ['فاتورة', 'فاتوره'],
  ['مستشفى', 'مستشفي'],
  ['ﾎﾟﾝﾌﾟ', 'ポンプ'],
  ['l’ordre', "l'ordre"],
])('%s and %s are one spelling', (written, folded) => {
  expect(fold(written)).toBe(folded);
});

test('vowel signs of Hindi stay', () => {
  expect(fold('कोटेशन')).toBe('कोटेशन');
  expect(fold('बिल')).not.toBe(fold('बल'));
});
