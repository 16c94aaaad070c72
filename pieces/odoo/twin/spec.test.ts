import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as models from '../src/models.ts';
import { modelsOf } from './tables.ts';

/** Names and types of fields and methods of Odoo 18, as extracted from its source; kept outside the repository. */
const SPEC = join(import.meta.dirname, '../../../../shared/vendors/odoo-18.0-models.json');
const there = existsSync(SPEC);

interface Model {
  inherits: string[];
  fields: Record<string, { type: string; relation?: string; selection?: string[] }>;
  publicMethods: string[];
}

describe.skipIf(!there)(`against the specification${there ? '' : ' (skipped: it is not there)'}`, () => {
  const spec = (): Record<string, Model> =>
    (JSON.parse(readFileSync(SPEC, 'utf8')) as { models: Record<string, Model> }).models;
  /** Of the model and of what it inherits, as far as that is listed. */
  const fieldsOf = (model: string): Model['fields'] => {
    const found = spec()[model];
    const above = [...(found?.inherits ?? []), ...(model === 'product.product' ? ['product.template'] : [])];
    return Object.assign({}, ...above.map(fieldsOf), found?.fields ?? {}) as Model['fields'];
  };
  /** What the extraction left out: fields of mixins that are not listed, and a few of partners. */
  const MIXINS = new Set([
    'phone_sanitized',
    'message_ids',
    'child_ids',
    'country_id',
    'category_id',
    'company_id',
  ]);
  const COMMON = new Set(['id', 'display_name', 'create_date', 'create_uid', 'write_date', 'write_uid']);
  const known = Object.keys(there ? spec() : {}).filter((model) => !model.includes('wizard'));
  const twin = modelsOf(18);

  test.each(known.filter((model) => twin.has(model)))('the fields of %s', (model) => {
    const told = fieldsOf(model);
    for (const [name, field] of Object.entries(twin.get(model)?.fields ?? {})) {
      if (COMMON.has(name)) continue;
      const expected = told[name];
      if (!expected) expect(MIXINS, `${model}.${name}`).toContain(name);
      // The specification has the name of the class here, a live `fields_get` that of the type.
      else expect(field.type.replace('_', ''), `${model}.${name}`).toBe(expected.type);
      if (expected?.relation) expect(field.relation, `${model}.${name}`).toBe(expected.relation);
      for (const [key] of expected?.selection?.length ? (field.selection ?? []) : []) {
        if (key !== 'base_automation') expect(expected?.selection, `${model}.${name}`).toContain(key);
      }
    }
  });

  const wanted: [string, readonly string[]][] = [
    ['crm.lead', models.LEAD_FIELDS],
    ['res.partner', models.PARTNER_FIELDS],
    ['sale.order', models.ORDER_FIELDS],
    ['account.move', models.INVOICE_FIELDS],
    ['mail.activity', models.ACTIVITY_FIELDS],
    ['mail.message', models.MESSAGE_FIELDS],
    ['ir.attachment', models.ATTACHMENT_FIELDS],
  ];
  test.each(wanted)('the fields that operations read of %s', (model, names) => {
    const told = fieldsOf(model);
    for (const name of names) {
      if (!COMMON.has(name) && !MIXINS.has(name))
        expect(Object.keys(told), `${model}.${name}`).toContain(name);
    }
  });

  test.each([
    ['crm.lead', ['action_set_won', 'action_set_lost', 'convert_opportunity']],
    ['sale.order', ['action_confirm']],
    ['account.move', ['action_post']],
    ['mail.thread', ['message_post']],
    ['mail.activity.mixin', ['activity_schedule']],
    ['mail.activity', ['action_feedback']],
  ])('the methods of %s that operations call', (model, methods) => {
    const public_methods = (spec()[model]?.publicMethods ?? []).map((signature) => signature.split('(')[0]);
    expect(public_methods).toEqual(expect.arrayContaining(methods));
  });
});

test('every model of the newer version lacks what was taken away', () => {
  const [older, newer] = [modelsOf(18), modelsOf(19)];
  expect(older.get('crm.lead')?.fields).toHaveProperty('mobile');
  expect(newer.get('crm.lead')?.fields).not.toHaveProperty('mobile');
  expect(newer.get('crm.lead')?.fields).toHaveProperty('won_status');
});
