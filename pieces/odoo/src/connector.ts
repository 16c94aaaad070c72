import { defineConnector } from '@pebble/kit/connector';
import { auth } from './auth.ts';
import { OdooClient } from './client.ts';
import { lookups } from './lookups.ts';
import { postMessage } from './operations/post-message.ts';
import { searchRecords } from './operations/search-records.ts';
import { upsertLead } from './operations/upsert-lead.ts';

export const odoo = defineConnector({
  name: 'odoo',
  label: 'Odoo',
  description:
    'Leads, partners, quotations, invoices, activities, messages, files, and any record of any model.',
  version: '0.1.0',
  auth,
  client: (http) => new OdooClient(http),
  operations: [upsertLead, postMessage, searchRecords],
  triggers: [],
  lookups,
});
