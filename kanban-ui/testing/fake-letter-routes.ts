import type { SyncErrorFilter, SyncErrorSelection, SyncErrorStatus } from '@pebble/contract/dead-letters';
import { JsonMail } from '@pebble/contract/ingestion';
import type { KeptMail } from './fake-letter.ts';
import { FakeProblem } from './fake-problem.ts';
import { FakeRedrives } from './fake-redrives.ts';
import { pageOf, type FakeCall, type FakeHandler } from './fake-routes.ts';
import type { FakeWorld } from './fake-world.ts';

/** Dead letters and redrives, by endpoint id. */
export function fakeLetterRoutes(world: FakeWorld): Record<string, FakeHandler> {
  const { letters } = world;
  const redrives = new FakeRedrives(world, letters);
  const one = ({ params }: FakeCall) => letters.find(params['sync_error_id']);
  return {
    listSyncErrors: ({ query }) => {
      const { cursor: _, limit: __, ...filter } = query;
      return pageOf(letters.list(filter as SyncErrorFilter & { status?: SyncErrorStatus }), query);
    },
    countSyncErrors: () => letters.count(),
    listSyncErrorCauses: ({ query }) => ({
      items: letters.causes(query['status'] as SyncErrorStatus, query['entity_id'] as string | undefined),
      next_cursor: null,
    }),
    getSyncError: (call) => one(call).detail,
    openSyncErrorPayload(call) {
      const letter = one(call);
      const which = call.body['which'] as 'original' | 'edited';
      const mail = which === 'edited' ? letter.edited : letter.original;
      if (!mail) throw new FakeProblem('not_found');
      return { which, format: mail.format, bytes: mail.text.length, encoding: 'text', content: mail.text };
    },
    editSyncErrorPayload(call) {
      const mail = keptMail(call);
      if (mail.format === 'json') JsonMail.parse(JSON.parse(mail.text));
      return letters.edit(
        call.params['sync_error_id'] ?? '',
        Number(call.query['version']),
        mail,
        nameOf(call),
      );
    },
    dropSyncErrorEdit: (call) =>
      letters.edit(call.params['sync_error_id'] ?? '', Number(call.query['version']), null, nameOf(call)),
    rehearseSyncError: (call) => letters.rehearse(one(call).detail.id, call.body['edited'] === true),
    discardSyncErrors(call) {
      const selection = call.body['selection'] as SyncErrorSelection;
      const open = letters.selected(selection);
      for (const { id } of open) letters.settle(id, 'discarded', nameOf(call), String(call.body['reason']));
      const skipped = 'ids' in selection ? selection.ids.length - open.length : 0;
      return { discarded: open.length, skipped, remaining: 0 };
    },
    startRedrive: (call) =>
      redrives.start(
        call.body['selection'] as SyncErrorSelection,
        Number(call.body['rate_per_second']),
        nameOf(call),
      ),
    listRedrives: ({ query }) => pageOf(redrives.list(), query),
    getRedrive: ({ params }) => redrives.show(params['redrive_id']),
    listRedriveItems: ({ params, query }) => {
      const { items } = redrives.find(params['redrive_id']);
      return pageOf(
        items.filter(({ state }) => query['state'] === undefined || state === query['state']),
        query,
      );
    },
    stopRedrive: ({ params }) =>
      redrives.stop(redrives.find(params['redrive_id']), 'A person has stopped it.'),
  };
}

/** The body as it came. */
export function keptMail({ body, raw }: FakeCall): KeptMail {
  return raw === undefined
    ? { format: 'json', text: JSON.stringify(body, null, 2) }
    : { format: 'rfc822', text: raw };
}

function nameOf({ person }: FakeCall): string {
  return person?.me.name ?? 'Nobody';
}
