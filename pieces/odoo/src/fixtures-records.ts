import { InputError } from '@pebble/kit/errors';
import type { OperationFixture } from '@pebble/kit/testing/fixtures';
import { answer, described, failure } from './fixtures-kit.ts';

const CONTEXT = { company: '1', language: 'de_DE' };
const ON_LEAD = { model: 'crm.lead', id: '42', ...CONTEXT };
const ACTIVITY = described('summary', 'date_deadline', 'user_id');
const ACTIVITY_ROW = { id: 3, summary: 'Call back', date_deadline: '2026-03-31', user_id: [2, 'Nora Feld'] };
const ACTIVITY_READ = { ...ACTIVITY_ROW, user_id: { id: 2, name: 'Nora Feld' } };
const FILE = described('name', 'mimetype', 'file_size');
const FILE_ROW = { id: 5, name: 'offer.txt', mimetype: 'text/plain', file_size: 5 };
const PLAIN = described('name', 'display_name', 'create_date', 'write_date', 'active');

const activities: Readonly<Record<string, OperationFixture>> = {
  schedule_activity: {
    input: { deadline: '2026-03-31', user: '2', type: '1', ...ON_LEAD },
    replies: [answer([3]), ACTIVITY, answer([ACTIVITY_ROW])],
    output: ACTIVITY_READ,
  },
  complete_activity: {
    input: { id: '3', ...CONTEXT },
    replies: [answer(1), answer(99)],
    output: { id: 3, done: true },
  },
  list_activities: {
    input: { user: '2', domain: undefined, limit: 5, ...ON_LEAD },
    replies: [ACTIVITY, answer([ACTIVITY_ROW])],
    output: { activities: [ACTIVITY_READ] },
  },
};

const messages: Readonly<Record<string, OperationFixture>> = {
  post_message: {
    input: { partners: ['6'], attachments: ['5'], ...ON_LEAD },
    replies: [answer([77])],
    output: { message_id: 77 },
  },
  list_messages: {
    input: { domain: undefined, limit: 5, ...ON_LEAD },
    replies: [
      described('subject', 'body', 'is_internal'),
      answer([{ id: 77, subject: false, body: '<p>Hi</p>', is_internal: true }]),
    ],
    output: { messages: [{ id: 77, subject: null, body: '<p>Hi</p>', is_internal: true }] },
  },
};

const files: Readonly<Record<string, OperationFixture>> = {
  add_attachment: { input: ON_LEAD, replies: [answer([5]), FILE, answer([FILE_ROW])], output: FILE_ROW },
  get_attachment: {
    input: { id: '5', ...CONTEXT },
    replies: [
      answer([{ id: 5, name: 'offer.txt', mimetype: 'text/plain', datas: 'aGVsbG8=', type: 'binary' }]),
    ],
    output: { id: 5, name: 'offer.txt', content_type: 'text/plain', size: 5, file: 'file-1' },
  },
  list_attachments: {
    input: { domain: undefined, limit: 5, ...ON_LEAD },
    replies: [FILE, answer([FILE_ROW])],
    output: { attachments: [FILE_ROW] },
  },
};

const any: Readonly<Record<string, OperationFixture>> = {
  search_records: {
    input: {
      model: 'crm.lead',
      domain: [['name', 'ilike', 'bolt']],
      fields: ['name'],
      order: 'name',
      limit: 5,
      offset: 0,
      ...CONTEXT,
    },
    replies: [PLAIN, answer([{ id: 42, name: 'Bolts' }])],
    output: { records: [{ id: 42, name: 'Bolts' }] },
    failures: [
      {
        what: 'a condition that Odoo refuses',
        reply: failure('builtins.ValueError', 500),
        error: InputError,
      },
    ],
  },
  read_records: {
    input: { model: 'crm.lead', ids: ['42'], fields: ['name'], ...CONTEXT },
    replies: [PLAIN, answer([{ id: 42, name: 'Bolts' }])],
    output: { records: [{ id: 42, name: 'Bolts' }] },
  },
  count_records: {
    // Without a condition there is no field to ask for, and one request less.
    input: { model: 'crm.lead', domain: undefined, ...CONTEXT },
    replies: [answer(7)],
    output: { count: 7 },
  },
  create_records: {
    input: { model: 'crm.lead', records: [{ name: 'a' }, { name: 'b' }], batch: 200, ...CONTEXT },
    replies: [PLAIN, answer([1, 2])],
    output: { ids: [1, 2], created: 2, left: 0, error: null },
  },
  upsert_record: {
    input: { model: 'crm.lead', values: { name: 'a' }, ...CONTEXT },
    replies: [PLAIN, answer({ ids: [1], messages: [] })],
    output: { id: 1 },
  },
  update_records: {
    input: { model: 'crm.lead', ids: ['1', '2'], values: { name: 'a' }, ...CONTEXT },
    replies: [PLAIN, answer(true)],
    output: { ids: [1, 2], updated: 2 },
  },
  delete_records: {
    input: { model: 'crm.lead', ids: ['1', '2'], ...CONTEXT },
    replies: [answer([{ id: 1 }, { id: 2 }]), answer(true)],
    output: { ids: [1, 2], deleted: true },
  },
  call_method: {
    input: {
      model: 'crm.lead',
      method: 'log_meeting',
      ids: ['42'],
      kwargs: { meeting: 1 },
      args: undefined,
      ...CONTEXT,
    },
    replies: [answer({ type: 'ir.actions.client' })],
    output: { result: { type: 'ir.actions.client' } },
  },
  describe_model: {
    input: { model: 'crm.lead', search: 'stage', ...CONTEXT },
    replies: [described('stage_id')],
    output: {
      model: 'crm.lead',
      fields: [{ name: 'stage_id', type: 'many2one', relation: 'crm.stage', choices: null }],
    },
  },
};

export const records: Readonly<Record<string, OperationFixture>> = {
  ...activities,
  ...messages,
  ...files,
  ...any,
};
