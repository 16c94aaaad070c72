// Generated from pieces/pebble/src/triggers/new-mail.ts by `npm run nodes:generate`: change it there.
import { MailEvent } from '../../../contract/jobs';
import { InputError } from '../../../kit/errors';
import { verifySigned } from '../../../kit/signed-webhook';
import type { WebhookTrigger } from '../../../kit/trigger';

/**
 * Fires once for each attempt at an accepted mail. Its id tells a repeated call apart from the next attempt, which comes with the same
 * mail and must run.
 */
export const newMail: WebhookTrigger = {
  type: 'webhook',
  name: 'new_mail',
  label: 'New mail',
  help: 'A mail was accepted and waits for its one effect.',
  sample: {
    headers: { 'webhook-id': '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a01.1' },
    query: {},
    body: {
      tracking_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a01',
      job_token: 'sample.job.token',
      entity_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a02',
      mailbox: 'sales@ashgrove.example',
      received_at: '2026-03-02T09:15:00Z',
      source: { system: 'smtp', connection: null, mailbox: 'sales@ashgrove.example', external_id: null },
      mail: {
        subject: 'Price for 40 valves',
        from: 'Ada Byron <ada@buyer.example>',
        to: ['sales@ashgrove.example'],
        cc: [],
        body: 'Please quote 40 gate valves, DN50.',
        message_id: '<valves-1@buyer.example>',
        attachment_names: ['drawing.pdf'],
      },
    },
  },
  async verify(payload, { credential }) {
    const secret = credential['signing_secret'];
    if (typeof secret === 'string' && secret !== '') await verifySigned(payload, secret, Date.now());
  },
  items(payload) {
    const event = MailEvent.safeParse(payload.body);
    if (!event.success) throw new InputError('The payload is not a mail event');
    return [{ dedupeKey: payload.headers['webhook-id'] ?? event.data.tracking_id, data: event.data }];
  },
};
