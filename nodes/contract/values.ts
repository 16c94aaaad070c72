// Generated from core-api/contract/src/values.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';

/** Row identifier, a UUID in text form. */
export const Id = z.uuid();

/** Instant in ISO 8601, UTC. */
export const Timestamp = z.iso.datetime({ offset: true });

/** Opaque position in a list or in the event log; only the server reads it. */
export const Cursor = z.string().min(1).max(200);

/** Which functional board a mail belongs to; `none` is mail that belongs to no board. */
export const Stream = z.enum(['crm', 'erp', 'tender', 'none']);
export type Stream = z.infer<typeof Stream>;

/** What the sender wants. The first three are CRM, the next three ERP, then two of Tender. */
export const Intent = z.enum([
  'new_enquiry',
  'meeting_request',
  'follow_up',
  'order',
  'invoice',
  'payment_notification',
  'nit_document',
  'bid_requirement',
  'out_of_scope',
]);
export type Intent = z.infer<typeof Intent>;

/** The stream each intent is filed under. */
export const STREAM_OF_INTENT: Record<Intent, Stream> = {
  new_enquiry: 'crm',
  meeting_request: 'crm',
  follow_up: 'crm',
  order: 'erp',
  invoice: 'erp',
  payment_notification: 'erp',
  nit_document: 'tender',
  bid_requirement: 'tender',
  out_of_scope: 'none',
};

/** The rung of the cascade that took the decision. */
export const DecidedBy = z.enum(['rules', 'local_model', 'llm', 'person']);
export type DecidedBy = z.infer<typeof DecidedBy>;

/** Calibrated probability, 0 to 1. */
export const Probability = z.number().min(0).max(1);
