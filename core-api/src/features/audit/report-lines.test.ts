import { expect, it } from 'vitest';
import { reportLines } from './report-lines.ts';
import type { TenantReport } from './verify-tenant.ts';

const whole: TenantReport = {
  id: 'a-tenant',
  slug: 'meridian',
  events: 812,
  blocks: 40,
  unsealed: 0,
  anchored: true,
  findings: [],
};

it('says in one line that a tenant is intact', () => {
  expect(reportLines(whole)).toEqual(['meridian: 812 events in 40 blocks: intact']);
});

it('says what it could not check', () => {
  expect(reportLines({ ...whole, events: 1, blocks: 1, unsealed: 3, anchored: false })).toEqual([
    'meridian: 1 event in 1 block: intact (3 not sealed yet; no anchor at hand, so a cut end would go unnoticed)',
  ]);
});

it('gives each finding a line of its own and never says intact of the whole', () => {
  const findings: TenantReport['findings'] = [
    { kind: 'block_altered', height: 3 },
    { kind: 'blocks_removed', from: 5, to: 6 },
  ];
  expect(reportLines({ ...whole, findings })).toEqual([
    'meridian: block 3 was altered; it can vouch for its events no longer',
    'meridian: blocks 5 to 6 were removed',
    'meridian: 812 events in 40 blocks are intact, 2 findings',
  ]);
});

it('goes by the id where there is no tenant', () => {
  const findings: TenantReport['findings'] = [{ kind: 'tenant_missing', height: 9 }];
  expect(reportLines({ ...whole, slug: null, findings })[0]).toBe(
    'a-tenant: the tenant is anchored up to block 9, but this database does not have it',
  );
});
