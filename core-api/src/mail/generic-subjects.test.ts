import { expect, test } from 'vitest';
import { isTelling } from './generic-subjects.ts';

test.each([
  ...[
    '',
    'hello',
    'hi',
    '(no subject)',
    'invoice',
    'order',
    'new order',
    'your order',
    'monthly order march 2026',
  ],
  ...['purchase order', 'quotation', 'request for quotation', 'price request', 'delivery', 'payment advice'],
  ...['urgent', 'follow up', 'meeting on monday', 'order 12', 'invoice 2026', 'scan', 'valves', 're', 'ok'],
  ...[
    'anfrage',
    'bestellung märz',
    'rechnung',
    'ihre anfrage',
    'commande',
    'facture mars',
    'bonjour',
    'demande de prix',
  ],
  ...['طلب', 'طلب عرض سعر', 'पूछताछ', 'कोटेशन के लिए', '询价', '見積依頼', '🙂'],
])('%j could be anything', (bare) => {
  expect(isTelling(bare)).toBe(false);
});

test.each([
  ...[
    'ball valves',
    'rfq 40 ball valves dn50',
    'po 4711',
    'invoice inv-20931',
    'tender wsd/3152',
    'chiller for chennai plant',
  ],
  ...[
    'kugelhähne für werk ulm',
    'robinets pour lyon',
    'صمامات كروية للمصنع',
    'बॉल वाल्व चेन्नई',
    '球阀报价单十二月',
    'ボールバルブの見積',
  ],
])('%j says what it is about', (bare) => {
  expect(isTelling(bare)).toBe(true);
});
