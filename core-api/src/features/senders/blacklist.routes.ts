import {
  addLinesToBlacklist,
  addToBlacklist,
  changeBlacklistNote,
  listBlacklist,
  removeFromBlacklist,
} from '@pebble/contract/senders';
import { inTenant, type Route } from '../../http/route.ts';
import { addLines } from './add-lines.ts';
import { findEntries } from './find-entries.ts';
import { addEntry, BLACKLIST, changeNote, GLOBAL_BLACKLIST, removeEntry, showEntry } from './sender-lists.ts';

const LISTS = { tenant: [BLACKLIST], global: [GLOBAL_BLACKLIST], both: [BLACKLIST, GLOBAL_BLACKLIST] };

export function blacklistRoutes(): Route[] {
  return [
    inTenant(listBlacklist, async (tx, call) => {
      const { rows, next_cursor } = await findEntries(tx, LISTS[call.query.scope ?? 'both'], call.query);
      const items = rows.map((row) => ({
        ...showEntry(row),
        scope: row.list === 'blacklist' ? ('tenant' as const) : ('global' as const),
      }));
      return { items, next_cursor };
    }),
    inTenant(addToBlacklist, async (tx, call) => ({
      ...showEntry(await addEntry(tx, BLACKLIST, call.body)),
      scope: 'tenant' as const,
    })),
    inTenant(addLinesToBlacklist, (tx, call) => addLines(tx, BLACKLIST, call.body)),
    inTenant(changeBlacklistNote, async (tx, call) => ({
      ...showEntry(await changeNote(tx, BLACKLIST, call.params.entry_id, call.body.note)),
      scope: 'tenant' as const,
    })),
    inTenant(removeFromBlacklist, async (tx, call) => {
      await removeEntry(tx, BLACKLIST, call.params.entry_id);
      return {};
    }),
  ];
}
