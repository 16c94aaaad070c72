import { causeOf, type FakeCause } from './fake-letter.ts';
import type { FakeWorld } from './fake-world.ts';

const LATER = 'then redrive everything of this cause. The mails themselves need no change.';

const DOWN: FakeCause = {
  errorClass: 'UpstreamError',
  step: 'sync_lead',
  message: 'crm.example answered 503 four times in a row',
  failed:
    'At the step “sync lead”: the other system was down, too slow, or answered with something unreadable, four times in a row.',
  todo: `Wait until it works again, ${LATER} The first one is a trial: if it fails, the rest stays here.`,
};
const ACCESS: FakeCause = {
  errorClass: 'AuthError',
  step: 'create_quotation',
  message: 'erp.example answered 401: the access token has expired',
  failed:
    'At the step “create quotation”: Pebble could not sign in to the system that the step works with, or may not do this there.',
  todo: `Renew the access of that connection, ${LATER}`,
};

/** Dead letters of three causes: one that lies in the mail, and two that lie elsewhere. */
export function fillLetters(world: FakeWorld, ago: (minutes: number) => string): void {
  for (let n = 0; n < 40; n += 1) {
    const from = `Buyer ${n % 7} <buyer${n % 7}@plant${n % 3}.example>`;
    const mail = { subject: `Price for pump set ${n + 1}`, from, body: 'Please quote price and delivery.' };
    const entity = ['gulf', 'europe', 'india'][n % 3];
    world.letters.bury({ format: 'json', text: JSON.stringify(mail, null, 2) }, DOWN, ago(5 + n * 3), entity);
  }
  for (let n = 0; n < 3; n += 1) {
    const mail = {
      subject: `Quotation ${n + 1}`,
      from: 'Ken Ito <ito@mizu-pump.example>',
      body: 'Quote, please.',
    };
    world.letters.bury(
      { format: 'json', text: JSON.stringify(mail, null, 2) },
      ACCESS,
      ago(200 + n),
      'europe',
    );
  }
  const bomb = { format: 'rfc822' as const, text: bombOf('Catalogue with all our drawings') };
  const cause = causeOf(bomb);
  if (cause) world.letters.bury(bomb, cause, ago(1500));
}

/** A mail of so many attachments that no person has sent it. */
export function bombOf(subject: string): string {
  const part =
    '--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nx\r\n';
  return [
    'From: Tom Becker <tom@beckerbox.example>',
    'To: sales@gulf.meridian.example',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Please find our price list attached.',
    `${part.repeat(1001)}--b--`,
    '',
  ].join('\r\n');
}
