import { UpstreamError } from '@pebble/kit/errors';
import type { Host } from '@pebble/kit/connector';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MODULE, externalName } from '../src/external-id.ts';
import { startOdooTwin, type OdooTwin } from './odoo-twin.ts';
import { hostOf, run } from './test-host.ts';

// `load` tells every failure as text in a success: what passes must not look like a wrong value.
let twin: OdooTwin;
let host: Host;
beforeEach(async () => {
  twin = await startOdooTwin();
  host = hostOf(twin);
});
afterEach(() => twin.close());
const tag = { model: 'crm.tag', key: 'k', values: { name: 'T' } };

test('contention passes: the error says that it may be tried again, and the repeat makes one record', async () => {
  twin.server.dials.contend(1);
  await expect(run(host, 'upsert_record', tag)).rejects.toThrow(UpstreamError);
  await run(host, 'upsert_record', tag);
  expect(twin.server.rows('crm.tag').filter(({ name }) => name === 'T')).toHaveLength(1);
});

test('who loses the race for a key updates what the other has made', async () => {
  // The other transaction ends between our refusal and our look.
  const { http } = host;
  const racing: Host = {
    ...host,
    http: async (request) => {
      const answer = await http(request);
      if (request.url.endsWith('/load') && twin.server.rows('ir.model.data').length === 0) {
        const res_id = twin.server.create('crm.tag', { name: 'Theirs' });
        const name = externalName('crm.tag', 'k');
        twin.server.create('ir.model.data', { module: MODULE, name, model: 'crm.tag', res_id });
      }
      return answer;
    },
  };
  twin.server.dials.contend(1);
  const { id }: { id: number } = await run(racing, 'upsert_record', tag);
  expect(twin.server.rows('crm.tag').at(-1)).toMatchObject({ id, name: 'T' });
});

test('a tag that somebody makes in the same moment is taken', async () => {
  twin.server.dials.unique('crm.tag', 'name');
  const { http } = host;
  let asked = false;
  const racing: Host = {
    ...host,
    http: async (request) => {
      const answer = await http(request);
      if (request.url.endsWith('/crm.tag/search_read') && !asked) {
        asked = true;
        twin.server.create('crm.tag', { name: 'Fresh' });
      }
      return answer;
    },
  };
  const lead = await run(racing, 'upsert_lead', { key: 'k', name: 'x', tags: ['Fresh'] });
  expect(lead).toMatchObject({ tag_ids: [3] });
});
