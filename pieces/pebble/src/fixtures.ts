import type { ConnectorFixtures } from '@pebble/kit/testing/fixtures';

/** Recorded answers of Pebble, with invented people. */
export const SETTINGS = { flow_id: 'email-triage', version: '1.1.0', knobs: { confidence_floor: 0.6 } };

export const PLACED = {
  card_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a03',
  action: 'created',
  board: 'crm',
  column: 'new',
};

export const CARD = {
  id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a03',
  entity_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a02',
  board: 'crm',
  column: 'qualified',
  title: 'Price for 40 valves',
  stream: 'crm',
  intent: 'new_enquiry',
  probability: 0.87,
  decided_by: 'local_model',
  abstained: false,
  reasons: ['quote'],
  from_name: 'Ada Byron',
  from_address: 'ada@buyer.example',
  mail_count: 1,
  reopened: false,
  version: 2,
  created_at: '2026-03-02T09:15:01Z',
  updated_at: '2026-03-02T09:20:00Z',
  last_mail_at: '2026-03-02T09:15:00Z',
};

export const fixtures: ConnectorFixtures = {
  operations: {
    read_settings: { replies: [{ status: 200, body: SETTINGS }], output: SETTINGS },
    create_or_append_card: {
      input: { probability: 0.87 },
      replies: [{ status: 200, body: PLACED }],
      output: PLACED,
    },
    add_event: { replies: [{ status: 204 }], output: {} },
    move_card: { replies: [{ status: 200, body: CARD }], output: CARD },
    end_mail: { replies: [{ status: 204 }], output: {} },
    take_mark: { replies: [{ status: 200, body: { first: true } }], output: { first: true } },
    report_run: { replies: [{ status: 200, body: { recorded: true } }], output: { recorded: true } },
  },
};
