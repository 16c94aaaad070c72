import { expect, it } from 'vitest';
import { describeFinding, labelOf, type Finding } from './findings.ts';

const event = labelOf({
  id: '42',
  xid: '9',
  tenant_id: 'a-tenant',
  entity_id: null,
  type: 'card.moved',
  card_id: 'a-card',
  inbound_id: null,
  actor: 'user:a-person',
  data: '{"note": "words that nobody else may read"}',
  source_system: 'api',
  correlation_id: 'a-correlation',
  occurred_at: '2026-11-02T09:00:00.000000Z',
});
const sealedAt = '2026-11-02T09:00:01.000000Z';

it.each<[Finding, string]>([
  [
    { kind: 'event_altered', height: 7, event },
    'event 42 (card.moved, card a-card, by user:a-person, 2026-11-02T09:00:00.000000Z) was altered after block 7 had sealed it',
  ],
  [
    { kind: 'event_inserted', event },
    'event 42 (card.moved, card a-card, by user:a-person, 2026-11-02T09:00:00.000000Z) was inserted behind the seal: no block covers it',
  ],
  [
    { kind: 'event_removed', height: 7, id: '42', sealedAt },
    'event 42 was removed; block 7 had sealed it by 2026-11-02T09:00:01.000000Z',
  ],
  [{ kind: 'blocks_removed', from: 3, to: 3 }, 'block 3 was removed'],
  [{ kind: 'blocks_removed', from: 3, to: 5 }, 'blocks 3 to 5 were removed'],
  [
    { kind: 'tail_cut', from: 8, to: 9, lastId: '50', sealedAt },
    'the end was cut off: the chain reached block 9 and now ends with block 7; its last event was 50, sealed 2026-11-02T09:00:01.000000Z',
  ],
])('says %# in one line', (finding, line) => {
  expect(describeFinding(finding)).toBe(line);
});

it('never repeats what an event said', () => {
  expect(describeFinding({ kind: 'event_altered', height: 7, event })).not.toContain('words');
});
