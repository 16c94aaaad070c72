import { ALTERNATIVE, calendar, deliveryStatus, parts, REPORT, type NoiseSample } from './noise-mails.ts';

const SORRY = ['text/plain', 'Your message could not be delivered.'] as const;
const RETURNED = [
  'text/rfc822-headers',
  'Message-ID: <q-301@us.example>\r\nIn-Reply-To: <rfq-1@buyer.example>',
] as const;
const MDN = 'Content-Type: multipart/report; report-type="disposition-notification"; boundary=b';

/** What servers report, and meetings. */
export const REPORT_MAILS: readonly NoiseSample[] = [
  {
    name: 'Postfix bounce',
    kind: 'bounce',
    headers: [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.us.example (Mail Delivery System)',
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      REPORT,
    ],
    body: parts(SORRY, ['message/delivery-status', deliveryStatus('failed', '5.1.1')], RETURNED),
  },
  {
    name: 'Exchange Online bounce',
    kind: 'bounce',
    headers: [
      'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@us.example>',
      'Subject: Undeliverable: Ball valves',
      REPORT,
    ],
    body: parts(SORRY, ['message/delivery-status', deliveryStatus('failed', '5.7.1')]),
  },
  {
    name: 'Gmail bounce',
    kind: 'bounce',
    headers: [
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
      'Subject: Delivery Status Notification (Failure)',
      'X-Failed-Recipients: ada@buyer.example',
      REPORT,
    ],
    body: parts(SORRY, ['message/delivery-status', deliveryStatus('failed', '5.2.2')]),
  },
  {
    name: 'Exim bounce, plain text',
    kind: 'bounce',
    headers: [
      'From: Mail Delivery System <Mailer-Daemon@mx.us.example>',
      'Subject: Mail delivery failed: returning message to sender',
      'X-Failed-Recipients: ada@buyer.example',
      'Auto-Submitted: auto-replied',
    ],
  },
  {
    name: 'qmail bounce',
    kind: 'bounce',
    headers: ['Return-Path: <>', 'From: MAILER-DAEMON@mx.us.example', 'Subject: failure notice'],
    body: 'Hi. This is the qmail-send program.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <q-7@us.example>\r\nSubject: Offer',
  },
  {
    name: 'a bounce in French, from a postmaster',
    kind: 'bounce',
    headers: ['From: postmaster@buyer.example', 'Subject: Non remis : Vannes', 'Return-Path: <>'],
  },
  {
    name: 'a bounce in Japanese, known by its empty return path',
    kind: 'bounce',
    headers: ['From: info@buyer.example', 'Subject: 配信不能: 見積', 'Return-Path: <>'],
  },
  {
    name: 'a warning that a mail is late',
    kind: 'bounce',
    headers: ['From: MAILER-DAEMON@mx.us.example', 'Subject: Delayed Mail (still being retried)', REPORT],
    body: parts(SORRY, ['message/delivery-status', deliveryStatus('delayed', '4.4.1')]),
  },
  {
    name: 'a report without its type',
    kind: 'bounce',
    headers: ['From: mx@us.example', 'Content-Type: multipart/report; boundary=b'],
    body: parts(SORRY, ['message/delivery-status', deliveryStatus('failed', '5.0.0')]),
  },
  {
    name: 'a complaint of a mail provider (ARF)',
    kind: 'bounce',
    headers: [
      'From: fbl@provider.example',
      'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    ],
    body: parts(
      ['text/plain', 'This is an abuse report.'],
      ['message/feedback-report', 'Feedback-Type: abuse'],
    ),
  },
  {
    name: 'a confirmation of delivery',
    kind: 'read_receipt',
    headers: ['From: postmaster@buyer.example', 'Subject: Delivered: Offer', REPORT],
    body: parts(
      ['text/plain', 'Delivered.'],
      ['message/delivery-status', deliveryStatus('delivered', '2.0.0')],
    ),
  },
  {
    name: 'an Outlook read receipt',
    kind: 'read_receipt',
    headers: ['Subject: Read: Offer 301', MDN],
    body: parts(
      ['text/plain', 'Your message was read.'],
      ['message/disposition-notification', 'Disposition: manual-action/MDN-sent-manually; displayed'],
    ),
  },
  {
    name: 'an enquiry that asks for a read receipt',
    kind: null,
    headers: ['Disposition-Notification-To: ada@buyer.example', 'Return-Receipt-To: ada@buyer.example'],
  },
  {
    name: 'a person who passes a bounce on',
    kind: null,
    headers: ['Subject: Fwd: Undeliverable: Ball valves', 'Content-Type: multipart/mixed; boundary=b'],
    body: parts(
      ['text/plain', 'Your server refuses our mail.'],
      ['message/delivery-status', deliveryStatus('failed', '5.7.1')],
    ),
  },
  {
    name: 'a postmaster who is a person',
    kind: null,
    headers: ['From: postmaster@buyer.example', 'Subject: Your SPF record'],
  },
  {
    name: 'a parcel that did not arrive',
    kind: null,
    headers: ['Subject: Delivery failed: consignment 7781'],
  },
  {
    name: 'the same from the machine of a courier',
    kind: 'auto_generated',
    headers: ['Subject: Delivery failed: consignment 7781', 'Auto-Submitted: auto-generated'],
  },
  {
    name: 'a meeting that was accepted',
    kind: 'calendar_reply',
    headers: ['Subject: Accepted: Factory visit', ALTERNATIVE],
    body: parts(['text/plain', ''], ['text/calendar; method=REPLY', calendar('REPLY')]),
  },
  {
    name: 'a meeting that was accepted, with the empty comment of Outlook',
    kind: 'calendar_reply',
    headers: ['Subject: Accepted: Factory visit', ALTERNATIVE],
    body: parts(
      ['text/plain', ''],
      ['text/calendar; method=REPLY', calendar('REPLY', String.raw`COMMENT;LANGUAGE=en-GB:\n`)],
    ),
  },
  {
    name: 'a meeting that was declined with a word of explanation',
    kind: null,
    headers: ['Subject: Declined: Factory visit', ALTERNATIVE],
    body: parts(
      ['text/plain', 'Can we do Friday?'],
      ['text/calendar; method=REPLY', calendar('REPLY', 'COMMENT:Can we do Friday?')],
    ),
  },
  {
    name: 'another time for a meeting',
    kind: null,
    headers: ['Subject: New Time Proposed: Factory visit', ALTERNATIVE],
    body: parts(['text/plain', ''], ['text/calendar; method=COUNTER', calendar('COUNTER')]),
  },
  {
    name: 'a meeting request by Google Calendar, which marks it as made by a machine',
    kind: null,
    headers: ['Subject: Invitation: Factory visit', 'Auto-Submitted: auto-generated', ALTERNATIVE],
    body: parts(['text/plain', 'You are invited.'], ['text/calendar; method=REQUEST', calendar('REQUEST')]),
  },
  {
    name: "a colleague who passes somebody's acceptance on",
    kind: null,
    headers: ['Subject: FW: Accepted: Factory visit', 'Content-Type: multipart/mixed; boundary=b'],
    body: parts(
      ['text/plain', 'Please prepare samples.'],
      ['text/calendar; method=REPLY', calendar('REPLY')],
    ),
  },
];
