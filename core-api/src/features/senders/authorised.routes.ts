import {
  authoriseLines,
  authoriseSender,
  changeAuthorisedNote,
  listAuthorisedSenders,
  removeAuthorisedSender,
} from '@pebble/contract/senders';
import { inTenant, type Route } from '../../http/route.ts';
import { addLines } from './add-lines.ts';
import { findEntries } from './find-entries.ts';
import { addEntry, AUTHORISED, changeNote, removeEntry, showEntry } from './sender-lists.ts';

export function authorisedRoutes(): Route[] {
  return [
    inTenant(listAuthorisedSenders, async (tx, call) => {
      const { rows, next_cursor } = await findEntries(tx, [AUTHORISED], call.query);
      return { items: rows.map(showEntry), next_cursor };
    }),
    inTenant(authoriseSender, async (tx, call) => showEntry(await addEntry(tx, AUTHORISED, call.body))),
    inTenant(authoriseLines, (tx, call) => addLines(tx, AUTHORISED, call.body)),
    inTenant(changeAuthorisedNote, async (tx, call) =>
      showEntry(await changeNote(tx, AUTHORISED, call.params.entry_id, call.body.note)),
    ),
    inTenant(removeAuthorisedSender, async (tx, call) => {
      await removeEntry(tx, AUTHORISED, call.params.entry_id);
      return {};
    }),
  ];
}
