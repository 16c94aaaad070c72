import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { Acts } from './acts.tsx';
import './selection-bar.css';

/** What can be done with the selected letters. It stays in sight below the list. */
export function SelectionBar({ ids, onClear }: { ids: readonly string[]; onClear(): void }) {
  return (
    <section className="selection-bar" aria-label={texts.selection.label}>
      <p role="status">{texts.selection.count(ids.length)}</p>
      <Acts selection={{ ids: [...ids] }} count={ids.length} onDiscarded={onClear} />
      <Button look="plain" onClick={onClear}>
        {texts.selection.clear}
      </Button>
    </section>
  );
}
