// Generated from pieces/odoo/src/connector.ts by `npm run nodes:generate`: change it there.
import { defineConnector } from '../../kit/connector';
import { auth } from './auth';
import { OdooClient } from './client';
import { lookups } from './lookups';
import { addAttachment } from './operations/add-attachment';
import { callMethod } from './operations/call-method';
import { completeActivity } from './operations/complete-activity';
import { confirmOrder } from './operations/confirm-order';
import { convertToOpportunity } from './operations/convert-to-opportunity';
import { countRecords } from './operations/count-records';
import { createInvoice } from './operations/create-invoice';
import { createQuotation } from './operations/create-quotation';
import { createRecords } from './operations/create-records';
import { deleteRecords } from './operations/delete-records';
import { describeModel } from './operations/describe-model';
import { findInvoices } from './operations/find-invoices';
import { findLeads } from './operations/find-leads';
import { findOrders } from './operations/find-orders';
import { findPartners } from './operations/find-partners';
import { getAttachment } from './operations/get-attachment';
import { getInvoice } from './operations/get-invoice';
import { getLead } from './operations/get-lead';
import { getOrder } from './operations/get-order';
import { invoiceOrder } from './operations/invoice-order';
import { listActivities } from './operations/list-activities';
import { listAttachments } from './operations/list-attachments';
import { listMessages } from './operations/list-messages';
import { listPayments } from './operations/list-payments';
import { listStages } from './operations/list-stages';
import { markLost } from './operations/mark-lost';
import { markWon } from './operations/mark-won';
import { postInvoice } from './operations/post-invoice';
import { postMessage } from './operations/post-message';
import { readRecords } from './operations/read-records';
import { restoreLead } from './operations/restore-lead';
import { scheduleActivity } from './operations/schedule-activity';
import { searchRecords } from './operations/search-records';
import { setLeadStage } from './operations/set-lead-stage';
import { updateLead } from './operations/update-lead';
import { updateRecords } from './operations/update-records';
import { upsertLead } from './operations/upsert-lead';
import { upsertPartner } from './operations/upsert-partner';
import { upsertRecord } from './operations/upsert-record';
import { recordChangedWebhook } from './triggers/record-changed-webhook';
import { recordCreated } from './triggers/record-created';
import { recordUpdated } from './triggers/record-updated';

export const odoo = defineConnector({
  name: 'odoo',
  label: 'Odoo',
  description:
    'Leads, partners, quotations, invoices, activities, messages, files, and any record of any model.',
  version: '0.1.0',
  auth,
  client: (http) => new OdooClient(http),
  operations: [
    ...[upsertLead, getLead, findLeads, updateLead, setLeadStage, markWon, markLost, restoreLead],
    ...[convertToOpportunity, listStages, upsertPartner, findPartners],
    ...[createQuotation, confirmOrder, getOrder, findOrders],
    ...[createInvoice, invoiceOrder, postInvoice, getInvoice, findInvoices, listPayments],
    ...[scheduleActivity, completeActivity, listActivities, postMessage, listMessages],
    ...[addAttachment, getAttachment, listAttachments],
    ...[searchRecords, readRecords, countRecords, createRecords, upsertRecord, updateRecords, deleteRecords],
    ...[callMethod, describeModel],
  ],
  triggers: [recordCreated, recordUpdated, recordChangedWebhook],
  lookups,
});
