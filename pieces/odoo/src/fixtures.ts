import type { ConnectorFixtures, PollFixture, SubscriptionFixture } from '@pebble/kit/testing/fixtures';
import { toResponse } from '@pebble/kit/testing/replay-http';
import { answer, described } from './fixtures-kit.ts';
import { crm } from './fixtures-crm.ts';
import { records } from './fixtures-records.ts';
import { sales } from './fixtures-sales.ts';

/** Scrubbed exchanges for the suite and for the comparison of hosts. All of them are JSON-2; the twin's tests run both protocols. */
export const fixtures: ConnectorFixtures = {
  probe: answer({ lang: 'en_US', tz: 'UTC', uid: 1 }),
  signIn: [answer({ version: '19.0', version_info: [19, 0] }), answer({ lang: 'en_US', tz: 'UTC', uid: 1 })],
  operations: { ...crm, ...sales, ...records },
  polls: { record_created: polled('create_date'), record_updated: polled('write_date') },
  subscriptions: { record_created: subscribed(), record_updated: subscribed() },
  lookups: {
    models: {
      replies: [answer([{ id: 1, model: 'crm.lead', name: 'Lead/Opportunity' }])],
      choices: [{ value: 'crm.lead', label: 'Lead/Opportunity (crm.lead)' }],
    },
    fields: {
      input: { model: 'crm.lead' },
      search: 'name',
      replies: [described('name', 'partner_name', 'stage_id')],
      choices: [
        { value: 'name', label: 'name (char)' },
        { value: 'partner_name', label: 'partner_name (char)' },
      ],
    },
    stages: named('New'),
    teams: named('Tenders'),
    users: named('Nora Feld'),
    companies: named('Meridian Trading'),
  },
};

function named(name: string) {
  return { replies: [answer([{ id: 1, name }])], choices: [{ value: '1', label: name }] };
}

function polled(stamp: 'create_date' | 'write_date'): PollFixture {
  const odoo = (iso: string) => iso.slice(0, 19).replace('T', ' ');
  return {
    input: { model: 'crm.lead', fields: ['name'], company: '1' },
    serve: (records) => async (request) => {
      if (request.url.endsWith('/fields_get')) return toResponse(described('name', stamp));
      const { domain } = JSON.parse(String(request.body)) as { domain: [[string, string, string]] };
      const [[, , from]] = domain;
      const rows = records.map(({ key, changed_at }) => ({
        id: key.charCodeAt(0),
        name: key,
        [stamp]: odoo(changed_at),
      }));
      return toResponse(answer(rows.filter((row) => String(row[stamp]) >= from)));
    },
  };
}

function subscribed(): SubscriptionFixture {
  return {
    input: { model: 'crm.lead' },
    serve: () => {
      let rule: number | null = null;
      return async ({ url }) => {
        if (url.endsWith('/ir.model/search_read')) return toResponse(answer([{ id: 9 }]));
        if (url.endsWith('/create')) return toResponse(answer([(rule = 4)]));
        if (url.endsWith('/unlink')) rule = null;
        return toResponse(answer(url.endsWith('/unlink') ? true : rule === null ? [] : [{ id: rule }]));
      };
    },
    calls: [
      {
        what: 'the call of an automation rule',
        signal: 'poll',
        payload: ({ secret }) => ({
          headers: { 'content-type': 'application/json' },
          query: { secret },
          body: { _action: 'Tell(#7)', _id: 42, _model: 'crm.lead' },
        }),
      },
    ],
  };
}
