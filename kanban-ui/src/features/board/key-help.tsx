import { Keyboard, X } from 'lucide-react';
import { useRef } from 'react';
import { t } from '../../messages.ts';
import { IconButton } from '../../ui/button.tsx';
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
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <IconButton className="key-help-open" label={t.keys.open} onClick={() => dialog.current?.showModal()}>
        <Keyboard size={17} aria-hidden />
      </IconButton>
      <dialog
        className="key-help"
        ref={dialog}
        aria-labelledby="key-help-title"
        onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
      >
        <div className="key-help-body">
          <header>
            <h2 id="key-help-title">{t.keys.title}</h2>
            <IconButton small label={t.app.close} onClick={() => dialog.current?.close()}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          <dl>
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
        </div>
      </dialog>
    </>
  );
}
