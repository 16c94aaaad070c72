// Generated from pieces/odoo/src/triggers/record-created.ts by `npm run nodes:generate`: change it there.
import { recordTrigger } from './poll';

export const recordCreated = recordTrigger(
  {
    name: 'record_created',
    label: 'Record created',
    help: 'A record of a model was created, by whomever. Found by its date of creation; nothing is lost while this is off for a while.',
    sample: {
      model: 'crm.lead',
      id: 42,
      changed_at: '2026-03-02T09:15:00.000Z',
      record: { id: 42, display_name: 'Offer for 500 bolts', create_date: '2026-03-02T09:15:00.000Z' },
    },
  },
  'create_date',
);
