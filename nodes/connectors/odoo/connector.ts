// Generated from pieces/odoo/src/connector.ts by `npm run nodes:generate`: change it there.
import { defineConnector } from '../../kit/connector';
import { auth } from './auth';
import { OdooClient } from './client';
import { lookups } from './lookups';
import { postMessage } from './operations/post-message';
import { searchRecords } from './operations/search-records';
import { upsertLead } from './operations/upsert-lead';

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
