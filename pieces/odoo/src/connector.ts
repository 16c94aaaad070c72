import { defineConnector } from '@pebble/kit/connector';
import { auth } from './auth.ts';
import { OdooClient } from './client.ts';
import { lookups } from './lookups.ts';
import { addAttachment } from './operations/add-attachment.ts';
import { callMethod } from './operations/call-method.ts';
import { completeActivity } from './operations/complete-activity.ts';
import { confirmOrder } from './operations/confirm-order.ts';
import { convertToOpportunity } from './operations/convert-to-opportunity.ts';
import { countRecords } from './operations/count-records.ts';
import { createInvoice } from './operations/create-invoice.ts';
import { createQuotation } from './operations/create-quotation.ts';
import { createRecords } from './operations/create-records.ts';
import { deleteRecords } from './operations/delete-records.ts';
import { describeModel } from './operations/describe-model.ts';
import { findInvoices } from './operations/find-invoices.ts';
import { findLeads } from './operations/find-leads.ts';
import { findOrders } from './operations/find-orders.ts';
import { findPartners } from './operations/find-partners.ts';
import { getAttachment } from './operations/get-attachment.ts';
import { getInvoice } from './operations/get-invoice.ts';
import { getLead } from './operations/get-lead.ts';
import { getOrder } from './operations/get-order.ts';
import { invoiceOrder } from './operations/invoice-order.ts';
import { listActivities } from './operations/list-activities.ts';
import { listAttachments } from './operations/list-attachments.ts';
import { listMessages } from './operations/list-messages.ts';
import { listPayments } from './operations/list-payments.ts';
import { listStages } from './operations/list-stages.ts';
import { markLost } from './operations/mark-lost.ts';
import { markWon } from './operations/mark-won.ts';
import { postInvoice } from './operations/post-invoice.ts';
import { postMessage } from './operations/post-message.ts';
import { readRecords } from './operations/read-records.ts';
import { restoreLead } from './operations/restore-lead.ts';
import { scheduleActivity } from './operations/schedule-activity.ts';
import { searchRecords } from './operations/search-records.ts';
import { setLeadStage } from './operations/set-lead-stage.ts';
import { updateLead } from './operations/update-lead.ts';
import { updateRecords } from './operations/update-records.ts';
import { upsertLead } from './operations/upsert-lead.ts';
import { upsertPartner } from './operations/upsert-partner.ts';
import { upsertRecord } from './operations/upsert-record.ts';
import { recordChangedWebhook } from './triggers/record-changed-webhook.ts';
import { recordCreated } from './triggers/record-created.ts';
import { recordUpdated } from './triggers/record-updated.ts';

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
