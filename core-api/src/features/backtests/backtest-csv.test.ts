import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeForTest } from '../../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { backtestAsCsv } from './backtest-csv.ts';

let test: TestCore;
const id = randomUUID();
const outcome = {
  ...{ outcome: 'created', board: 'crm', column: 'new', triage: false, intent: 'order', probability: 0.9 },
  ...{ decided_by: 'rules', reason: null, failed_steps: ['one', 'two'] },
};

beforeAll(async () => {
  test = await createTestCore();
  const mail = await placeForTest(test, 'north', { subject: '=HYPERLINK("x")' });
  await test.db.withTenant(test.ours.scope, async (tx) => {
    const version = await tx.sql('flow_versions').where({ active: true }).first('id', 'flow_id');
    const tenant_id = test.ours.id;
    await tx.sql('backtests').insert({
      ...{ id, tenant_id, flow_id: version.flow_id, tried_id: version.id, active_id: version.id },
      ...{ created_by: 'system', total: 3 },
    });
    for (const position of [1, 2, 3]) {
      await tx.sql('backtest_items').insert({
        ...{ tenant_id, entity_id: mail.entityId, backtest_id: id, position, inbound_id: mail.trackingId },
        ...(position === 3
          ? {}
          : { verdict: position === 1 ? 'changed' : 'untried', actual: JSON.stringify(outcome) }),
        ...(position === 1 ? { tried: JSON.stringify(outcome), today: JSON.stringify(outcome) } : {}),
        differences: position === 1 ? ['board', 'intent'] : [],
      });
    }
  });
});
afterAll(() => test.close());

async function lines(readsMail: boolean): Promise<string[]> {
  let text = '';
  for await (const part of backtestAsCsv(test.db, test.ours.scope, id, readsMail)) text += part;
  return text.split('\r\n');
}

it('has a line for each mail that was tried, and the mark that Excel needs', async () => {
  const [head, changed, untried, end] = await lines(true);
  expect(head).toMatch(/^\uFEFFposition,tracking_id,/);
  expect(changed).toContain(',changed,board intent,');
  expect(changed).toContain(',created,crm,new,no,order,,one two');
  expect(untried).toMatch(/,untried,.*,,,,,,,,,,,,,$/);
  expect(end).toBe('');
});

it('runs nothing that a stranger has written into a subject', async () => {
  const [, changed] = await lines(true);
  expect(changed).toContain(`"'=HYPERLINK(""x"")"`);
});

it('shows nothing of a mail to those who may not read mail', async () => {
  const [, changed] = await lines(false);
  expect(changed).not.toMatch(/HYPERLINK|ada@/);
  expect(changed).toContain(',changed,');
});
