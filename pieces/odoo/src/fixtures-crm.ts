import { AuthError, ConflictError, InputError, NotFoundError, UpstreamError } from '@pebble/kit/errors';
import type { OperationFixture } from '@pebble/kit/testing/fixtures';
import { answer, described, failure, rpcFailure } from './fixtures-kit.ts';

const LEAD = described(
  'name',
  'type',
  'stage_id',
  'email_from',
  'expected_revenue',
  'active',
  'write_date',
  ...inputs(),
);
const ROW = {
  ...{
    id: 42,
    name: 'Offer for 500 bolts',
    type: 'lead',
    stage_id: [1, 'New'],
    email_from: 'lena@brandt.example',
  },
  ...{ expected_revenue: 230, active: true, write_date: '2026-03-02 09:15:00' },
};
const READ = {
  ...ROW,
  ...{ stage_id: { id: 1, name: 'New' }, write_date: '2026-03-02T09:15:00.000Z' },
};
/** Values that need no further question: ids instead of names. */
const CONTEXT = { company: '1', language: 'de_DE' };
const LEAD_INPUT = {
  ...{ partner: '6', stage: '1', team: '1', salesperson: '2', deadline: '2026-03-31', tags: [] },
  ...{ values: { referred: 'fair' }, ...CONTEXT },
};

function inputs(): string[] {
  return [
    'contact_name',
    'partner_name',
    'phone',
    'partner_id',
    'team_id',
    'user_id',
    'priority',
    'date_deadline',
    'description',
    'referred',
  ];
}

const acted: OperationFixture = {
  input: { id: '42', ...CONTEXT },
  replies: [answer(true), LEAD, answer([ROW])],
  output: READ,
};

export const crm: Readonly<Record<string, OperationFixture>> = {
  upsert_lead: {
    input: LEAD_INPUT,
    replies: [LEAD, answer({ ids: [42], messages: [], nextrow: 0 }), LEAD, answer([ROW])],
    output: READ,
    failures: [
      { what: 'a refused right', reply: failure('odoo.exceptions.AccessError', 403), error: AuthError },
      {
        what: 'a refused right in a success',
        reply: rpcFailure('odoo.exceptions.AccessError'),
        error: AuthError,
      },
      {
        what: 'a refused login in a success',
        reply: rpcFailure('odoo.exceptions.AccessDenied'),
        error: AuthError,
      },
      {
        what: 'a record that is gone',
        reply: rpcFailure('odoo.exceptions.MissingError'),
        error: NotFoundError,
      },
      {
        what: 'values against a rule',
        reply: failure('odoo.exceptions.ValidationError', 422),
        error: InputError,
      },
      {
        what: 'a rule of the business',
        reply: failure('odoo.exceptions.UserError', 422),
        error: ConflictError,
      },
      {
        what: 'a rule of the business in a success',
        reply: rpcFailure('odoo.exceptions.UserError'),
        error: ConflictError,
      },
      { what: 'a duplicate', reply: rpcFailure('psycopg2.errors.UniqueViolation'), error: ConflictError },
      { what: 'contention', reply: rpcFailure('psycopg2.errors.SerializationFailure'), error: UpstreamError },
      {
        what: 'contention with a status',
        reply: failure('odoo.exceptions.LockError', 409),
        error: UpstreamError,
      },
      { what: 'an unknown name', reply: failure('builtins.ValueError', 500), error: InputError },
      {
        what: 'an unknown failure in a success',
        reply: rpcFailure('builtins.Exception'),
        error: UpstreamError,
      },
    ],
  },
  get_lead: { input: { id: '42', by: 'id', ...CONTEXT }, replies: [LEAD, answer([ROW])], output: READ },
  find_leads: {
    input: { stage: '1', state: 'open', domain: undefined, limit: 5, ...CONTEXT },
    replies: [LEAD, answer([ROW])],
    output: { leads: [READ] },
  },
  update_lead: {
    input: { id: '42', name: 'Offer for 700 bolts', ...LEAD_INPUT },
    // What Odoo says to a write is not looked at; with nothing to write this is the answer to the reading.
    replies: [LEAD, answer([ROW]), LEAD, answer([ROW])],
    output: READ,
  },
  set_lead_stage: { ...acted, input: { id: '42', stage: '1', ...CONTEXT } },
  mark_won: acted,
  mark_lost: { ...acted, input: { id: '42', reason: '1', ...CONTEXT } },
  restore_lead: acted,
  convert_to_opportunity: {
    input: { id: '42', salesperson: '2', team: '1', ...CONTEXT },
    replies: [answer([{ id: 42, type: 'lead' }]), answer(true), LEAD, answer([ROW])],
    output: READ,
  },
  list_stages: {
    input: CONTEXT,
    replies: [
      described('name', 'sequence', 'is_won'),
      answer([{ id: 1, name: 'New', sequence: 1, is_won: false }]),
    ],
    output: { stages: [{ id: 1, name: 'New', sequence: 1, is_won: false }] },
  },
  upsert_partner: partner(),
  find_partners: {
    input: { phone: undefined, domain: undefined, limit: 5, ...CONTEXT },
    replies: [
      described('name', 'email', 'active'),
      answer([{ id: 6, name: 'Brandt', email: false, active: true }]),
    ],
    output: { partners: [{ id: 6, name: 'Brandt', email: null, active: true }] },
  },
};

function partner(): OperationFixture {
  const fields = described(
    ...[
      'name',
      'email',
      'phone',
      'is_company',
      'parent_id',
      'vat',
      'ref',
      'street',
      'zip',
      'city',
      'country_id',
      'comment',
    ],
  );
  return {
    input: { match: 'key', parent: '6', country: '1', values: { comment: 'x' }, ...CONTEXT },
    replies: [
      ...[fields, answer({ ids: [7], messages: [] }), fields],
      answer([{ id: 7, name: 'Lena Brandt', email: 'lena@brandt.example', parent_id: [6, 'Brandt'] }]),
    ],
    output: {
      id: 7,
      name: 'Lena Brandt',
      email: 'lena@brandt.example',
      parent_id: { id: 6, name: 'Brandt' },
    },
  };
}
