import { boolean, choice, list, number } from '@pebble/kit/field';
import { jobToken } from '@pebble/kit/job';
import { operation } from '@pebble/kit/operation';
import type { PebbleClient } from '../client.ts';

export const createOrAppendCard = operation({
  name: 'create_or_append_card',
  label: 'Create or append card',
  help: "Creates the card of this mail's thread, or appends the mail to it. Safe to repeat: the mail is placed once.",
  group: 'Card',
  idempotent: true,
  fields: {
    job_token: jobToken,
    stream: choice('Stream', {
      help: 'The board that the mail belongs to.',
      required: true,
      choices: { crm: 'CRM', erp: 'ERP', tender: 'Tender', none: 'None' },
    }),
    intent: choice('Intent', {
      help: 'What the sender wants.',
      required: true,
      choices: {
        new_enquiry: 'New enquiry',
        meeting_request: 'Meeting request',
        follow_up: 'Follow-up',
        order: 'Order',
        invoice: 'Invoice',
        payment_notification: 'Payment notification',
        nit_document: 'Tender notice',
        bid_requirement: 'Bid requirement',
        out_of_scope: 'Out of scope',
      },
    }),
    probability: number('Probability', {
      help: 'How sure the judgement is, from 0 to 1.',
      required: true,
    }),
    decided_by: choice('Decided by', {
      help: 'The rung that took the decision.',
      required: true,
      choices: { rules: 'Rules', local_model: 'Local model', llm: 'Language model', person: 'Person' },
    }),
    triage: boolean('Triage', {
      help: 'True puts a new card into the triage column, for a person to decide.',
      required: true,
    }),
    reasons: list('Reasons', { help: 'Words or rules that decided, strongest first. At most 50.' }),
  },
  run: (pebble: PebbleClient, { job_token, reasons = [], ...judgement }) =>
    pebble(job_token).placeMail({ ...judgement, reasons }),
});
