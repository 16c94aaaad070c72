import { Keyboard } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import './key-help.css';

const KEYS: readonly [keys: readonly string[], what: string][] = [
  [['←', '↑', '↓', '→'], t.keys.walk],
  [['Enter'], t.keys.openCard],
  [['M'], t.keys.menu],
  [['Shift', '← →'], t.keys.shift],
  [['Esc'], t.keys.escape],
];

/** The sheet of keyboard shortcuts. */
export function KeyHelp() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton className="key-help-open" label={t.keys.open} onClick={() => setOpen(true)}>
        <Keyboard size={17} aria-hidden />
      </IconButton>
      {open && (
        <Dialog title={t.keys.title} onClose={() => setOpen(false)}>
          <dl className="key-help">
            {KEYS.map(([keys, what]) => (
              <div key={what}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}
