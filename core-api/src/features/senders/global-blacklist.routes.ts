import {
  addLinesToGlobalBlacklist,
  addToGlobalBlacklist,
  changeGlobalBlacklistNote,
  readOperator,
  removeFromGlobalBlacklist,
} from '@pebble/contract/global-blacklist';
import { inTenant, type Route } from '../../http/route.ts';
import { addLines } from './add-lines.ts';
import { demandOperator, isOperator } from './operator.ts';
import { addEntry, changeNote, GLOBAL_BLACKLIST, removeEntry, showEntry } from './sender-lists.ts';

export function globalBlacklistRoutes(): Route[] {
  return [
    inTenant(readOperator, async (tx, _call, caller) => ({
      may_change: caller.role === 'ops' && (await isOperator(tx)),
    })),
    inTenant(addToGlobalBlacklist, async (tx, call) => {
      await demandOperator(tx);
      return { ...showEntry(await addEntry(tx, GLOBAL_BLACKLIST, call.body)), scope: 'global' as const };
    }),
    inTenant(addLinesToGlobalBlacklist, async (tx, call) => {
      await demandOperator(tx);
      return addLines(tx, GLOBAL_BLACKLIST, call.body);
    }),
    inTenant(changeGlobalBlacklistNote, async (tx, call) => {
      await demandOperator(tx);
      const row = await changeNote(tx, GLOBAL_BLACKLIST, call.params.entry_id, call.body.note);
      return { ...showEntry(row), scope: 'global' as const };
    }),
    inTenant(removeFromGlobalBlacklist, async (tx, call) => {
      await demandOperator(tx);
      await removeEntry(tx, GLOBAL_BLACKLIST, call.params.entry_id);
      return {};
    }),
  ];
}
