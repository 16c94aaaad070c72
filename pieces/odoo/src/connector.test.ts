import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { expect, test } from 'vitest';
import { odoo } from './connector.ts';
import { fixtures } from './fixtures.ts';

describeConnector(odoo, fixtures);

test('every operation works for a company and in a language, and belongs to a group', () => {
  for (const { name, fields, group } of odoo.operations) {
    expect(Object.keys(fields), name).toEqual(expect.arrayContaining(['company', 'language']));
    expect(group, name).toBeTruthy();
  }
});
