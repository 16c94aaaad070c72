// Generated from pieces/odoo/src/lead-action.ts by `npm run nodes:generate`: change it there.
import type { OdooClient, Values } from './client';
import { LEAD, LEAD_FIELDS } from './models';
import { recordOf } from './records';

/** Calls a method of Odoo's on one lead that leads to the same state however often it runs, and reads the lead. */
export async function actOnLead(odoo: OdooClient, lead: number, method: string, args: Values = {}) {
  await odoo.call(LEAD, method, { ids: [lead], args, effect: 'repeatable' });
  return recordOf(odoo, LEAD, lead, LEAD_FIELDS);
}
