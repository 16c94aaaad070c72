import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { pebble } from './connector.ts';
import { CARD, PLACED, SETTINGS } from './fixtures.ts';

describeConnector(pebble, {
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
    report_run: { replies: [{ status: 200, body: { recorded: true } }], output: { recorded: true } },
  },
});
