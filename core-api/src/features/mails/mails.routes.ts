import { countMails, getMail, listMails, openMail, readRawMail } from '@pebble/contract/mails';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, type Route } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import type { MailStore } from '../jobs/mail-store.ts';
import { countByState } from './count-mails.ts';
import { findMails } from './find-mails.ts';
import { openIgnored } from './open-mail.ts';
import { showMail } from './show-mail.ts';

export function mailRoutes(deps: { mails: MailStore }): Route[] {
  return [
    inTenant(listMails, (tx, call) => findMails(tx, call.query)),
    inTenant(countMails, (tx, call, caller) =>
      countByState(tx, call.query, { seesLists: caller.role !== 'manager' }),
    ),
    inTenant(getMail, (tx, call) => showMail(tx, deps.mails, call.params.tracking_id)),
    inTenant(openMail, async (tx, call) => {
      const { tracking_id } = call.params;
      return { tracking_id, state: await openIgnored(tx, tracking_id) };
    }),
    inTenant(readRawMail, async (tx, call) => {
      const { tracking_id } = call.params;
      const row = await tx
        .sql<{ id: string; entity_id: string; format: 'rfc822' | 'json'; raw: Buffer }>('inbound_emails')
        .where({ id: tracking_id })
        .first('entity_id', 'format', 'raw');
      if (!row) throw new ApiProblem('not_found');
      await appendEvent(tx, { type: 'mail.raw_read', entityId: row.entity_id, inboundId: tracking_id });
      return { format: row.format, content_base64: row.raw.toString('base64') };
    }),
  ];
}
