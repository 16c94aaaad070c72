import { ClipboardPaste, Plus } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/senders.ts';
import { Button } from '../../ui/button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { AddSenderDialog } from '../shared/add-sender-dialog.tsx';
import type { SenderEntry } from '../shared/api/sender-lists.ts';
import type { SenderListName } from '../shared/operations-keys.ts';
import { EditNoteDialog } from './edit-note-dialog.tsx';
import { EntryList } from './entry-list.tsx';
import { PasteDialog } from './paste-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';

const words = texts.entries;

export type Asked = { act: 'add' | 'paste' } | { act: 'edit' | 'remove'; entry: SenderEntry };

interface EntryViewProps {
  list: SenderListName;
  /** Part of a sender or a reason that is looked for. */
  text: string;
  lead: string;
  mayChange: boolean;
}

/** One list of senders, with what can be done to it. */
export function EntryView({ list, text, lead, mayChange }: EntryViewProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const region = useRef<HTMLElement>(null);
  const removed = useRef(false);
  const close = useCallback(() => setAsked(null), []);
  useEffect(() => {
    // The row goes, and with it the button that would get the focus back.
    if (asked === null && removed.current) region.current?.focus();
    removed.current = false;
  }, [asked]);
  return (
    <section className="sender-list" ref={region} tabIndex={-1} aria-label={texts.tabs[list]}>
      <p className="sender-lead">{lead}</p>
      <div className="sender-tools">
        <SearchBox
          label={words.search}
          hint={words.searchHint}
          text={text}
          onSearch={(next) => narrowTo({ text: next }, 'replace')}
        />
        {mayChange && (
          <>
            <Button look="primary" onClick={() => setAsked({ act: 'add' })}>
              <Plus size={15} aria-hidden />
              {words.add[list]}
            </Button>
            <Button onClick={() => setAsked({ act: 'paste' })}>
              <ClipboardPaste size={15} aria-hidden />
              {words.paste}
            </Button>
          </>
        )}
      </div>
      <EntryList list={list} text={text} onAsk={mayChange ? setAsked : null} />
      {asked?.act === 'add' && <AddSenderDialog list={list} onClose={close} />}
      {asked?.act === 'paste' && <PasteDialog list={list} onClose={close} />}
      {asked?.act === 'edit' && <EditNoteDialog list={list} entry={asked.entry} onClose={close} />}
      {asked?.act === 'remove' && (
        <RemoveDialog
          list={list}
          entry={asked.entry}
          onRemoved={() => (removed.current = true)}
          onClose={close}
        />
      )}
    </section>
  );
}
