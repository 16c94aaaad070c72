import type { NoiseSample } from './noise-mails.ts';

/** Mail to many, and mail to one that went through a list. */
export const LIST_MAILS: readonly NoiseSample[] = [
  {
    name: 'a newsletter',
    kind: 'bulk',
    headers: [
      'Precedence: bulk',
      'List-Id: <news.weekly.example>',
      'List-Unsubscribe: <https://weekly.example/u>',
    ],
  },
  {
    name: 'the same about holidays',
    kind: 'bulk',
    headers: ['Subject: Vacation deals', 'Precedence: bulk', 'List-Unsubscribe: <https://w.example/u>'],
  },
  { name: 'Precedence: junk', kind: 'bulk', headers: ['Precedence: JUNK'] },
  {
    name: 'a public mailing list',
    kind: 'mailing_list',
    headers: [
      'Precedence: list',
      'List-Id: Valve makers <talk.valves.example>',
      'List-Post: <mailto:talk@valves.example>',
    ],
  },
  {
    name: 'GitHub',
    kind: 'mailing_list',
    headers: [
      'Precedence: list',
      'List-ID: buyer/erp <erp.buyer.github.com>',
      'List-Unsubscribe: <https://github.com/u>',
    ],
  },
  { name: 'a list that says nothing else', kind: 'mailing_list', headers: ['Precedence: list'] },
  {
    name: "a customer's enquiry through our own Google Group",
    kind: null,
    headers: [
      'Precedence: list',
      'Mailing-list: list sales@us.example; contact sales+owners@us.example',
      'List-ID: <sales.us.example>',
      'List-Post: <https://groups.google.com/a/us.example/group/sales/post>, <mailto:sales@us.example>',
    ],
  },
  {
    name: 'the same through Mailman, which only has List-Post',
    kind: null,
    headers: ['Precedence: list', 'List-Post: <mailto:enquiries@lists.us.example>'],
  },
  {
    name: 'the same through an old group, which only has Mailing-list',
    kind: null,
    headers: ['Precedence: bulk', 'Mailing-list: list enquiries@us.example; contact owner@us.example'],
  },
  {
    name: 'a list whose name merely ends like ours',
    kind: 'mailing_list',
    headers: ['Precedence: list', 'List-Id: <news.notus.example>'],
  },
  {
    name: 'an order confirmation with an unsubscribe link',
    kind: null,
    headers: [
      'Subject: Your order 118',
      'List-Unsubscribe: <https://shop.example/u>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    ],
  },
  {
    name: "an answer through a customer's ticket system that only names its list",
    kind: null,
    headers: ['Subject: [BUY-7] Re: Offer 301', 'List-Id: <requests.buyer.example>'],
  },
  { name: 'Precedence: first-class', kind: null, headers: ['Precedence: first-class'] },
  { name: 'a mail of the mailbox to itself', kind: 'own_mail', headers: ['From: Sales <sales@us.example>'] },
  {
    name: 'a colleague who passes a mail on to the right mailbox',
    kind: null,
    headers: ['From: tender@us.example', 'Subject: Fwd: NIT 118'],
  },
];
