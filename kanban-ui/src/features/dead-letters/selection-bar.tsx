import { X } from 'lucide-react';
import { texts } from '../../messages/dead-letters.ts';
import { IconButton } from '../../ui/button.tsx';
import { Acts } from './acts.tsx';
import './selection-bar.css';

/** What can be done with the selected letters. It stays in sight below the list. */
export function SelectionBar({ ids, onClear }: { ids: readonly string[]; onClear(): void }) {
  return (
    <section className="selection-bar" aria-label={texts.selection.label}>
      <p role="status">{texts.selection.count(ids.length)}</p>
      <Acts selection={{ ids: [...ids] }} count={ids.length} onDiscarded={onClear} />
      <IconButton label={texts.selection.clear} onClick={onClear}>
        <X size={17} aria-hidden />
      </IconButton>
    </section>
  );
}
