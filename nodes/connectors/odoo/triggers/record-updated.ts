// Generated from pieces/odoo/src/triggers/record-updated.ts by `npm run nodes:generate`: change it there.
import { recordTrigger } from './poll';

export const recordUpdated = recordTrigger(
  {
    name: 'record_updated',
    label: 'Record created or updated',
    help: 'A record of a model was created, changed or archived. Of several changes between two looks the last state comes, once. Deleting is not seen.',
    sample: {
      model: 'crm.lead',
      id: 42,
      changed_at: '2026-03-02T09:20:00.000Z',
      record: { id: 42, display_name: 'Offer for 500 bolts', write_date: '2026-03-02T09:20:00.000Z' },
    },
  },
  'write_date',
);
