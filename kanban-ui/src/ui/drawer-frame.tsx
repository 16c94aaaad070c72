import { useEffect, useRef, type ReactNode } from 'react';
import './drawer-frame.css';

interface DrawerFrameProps {
  /** True where the drawer covers the page: then it is a dialog, and the rest of the page is inert. */
  modal: boolean;
  /** What it shows, while `titleId` is null. */
  label: string;
  /** Element that names the panel; null while nothing is known of what it shows. */
  titleId: string | null;
  onClose(): void;
  children: ReactNode;
}

/** The panel beside the page, or over it on a narrow screen. Escape closes it from anywhere. */
export function DrawerFrame({ modal, label, titleId, onClose, children }: DrawerFrameProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // Escape in the search box empties it, in a list of choices or a dialog it closes that one, and what was typed into a
      // text must not be lost by it.
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
      {...(titleId === null ? { 'aria-label': label } : { 'aria-labelledby': titleId })}
      {...(modal ? { role: 'dialog', 'aria-modal': true } : { role: 'complementary' })}
    >
      {children}
    </section>
  );
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  );
}
