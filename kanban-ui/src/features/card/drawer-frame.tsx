import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../../messages.ts';

interface DrawerFrameProps {
  /** True where the drawer covers the board: then it is a dialog, and the rest of the page is inert. */
  modal: boolean;
  /** Element that names the panel; null while nothing is known of the card. */
  titleId: string | null;
  onClose(): void;
  children: ReactNode;
}

/** The panel beside the board, or over it on a narrow screen. Escape closes it from anywhere. */
export function DrawerFrame({ modal, titleId, onClose, children }: DrawerFrameProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // Escape in the search box empties it, in a list of choices or a dialog it closes that one.
      if (event.key !== 'Escape' || event.defaultPrevented || isField(event.target)) return;
      if (!document.querySelector('dialog[open]')) onClose();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  return (
    <section
      className="drawer"
      ref={panel}
      tabIndex={-1}
      {...(titleId === null ? { 'aria-label': t.drawer.label } : { 'aria-labelledby': titleId })}
      {...(modal ? { role: 'dialog', 'aria-modal': true } : { role: 'complementary' })}
    >
      {children}
    </section>
  );
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}
