import { useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import './menu.css';

export interface MenuItem {
  key: string;
  label: string;
  icon?: ReactNode;
}

interface MenuProps {
  /** The element that the menu opens at. */
  anchor: HTMLElement;
  title: string;
  items: readonly MenuItem[];
  /** A line below the items, such as why something is not among them. */
  note?: string | undefined;
  onChoose(key: string): void;
  /** Closed without a choice. The caller decides where the focus goes. */
  onClose(): void;
}

/** A menu as the ARIA practices describe it: arrows, Home, End and first letters walk, Escape and Tab close. */
export function Menu({ anchor, title, items, note, onChoose, onClose }: MenuProps) {
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    if (!panel.current) return;
    placeAt(panel.current, anchor);
    (menuItems(panel.current)[0] ?? panel.current).focus();
  }, [anchor]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    // React lets events of a portal bubble to the component that opened it, whose keys mean something else.
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      return onClose();
    }
    const next = nextItem(menuItems(event.currentTarget), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return createPortal(
    <div className="menu-layer" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="menu"
        ref={panel}
        role="dialog"
        aria-modal
        aria-labelledby={titleId}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <p className="menu-title" id={titleId}>
          {title}
        </p>
        {items.length > 0 && (
          <div role="menu" aria-labelledby={titleId}>
            {items.map(({ key, label, icon }) => (
              <button
                type="button"
                role="menuitem"
                className="menu-item"
                tabIndex={-1}
                key={key}
                onClick={() => onChoose(key)}
              >
                {icon}
                {label}
              </button>
            ))}
          </div>
        )}
        {note !== undefined && <p className="menu-note">{note}</p>}
      </div>
    </div>,
    document.body,
  );
}

function menuItems(panel: HTMLElement): HTMLElement[] {
  return [...panel.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

function nextItem(items: HTMLElement[], key: string): HTMLElement | undefined {
  const at = items.findIndex((item) => item === document.activeElement);
  if (key === 'ArrowDown') return items[(at + 1) % items.length];
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const startsWithKey = (item: HTMLElement): boolean =>
    (item.textContent ?? '').toLowerCase().startsWith(key.toLowerCase());
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(startsWithKey);
}

/** Below the anchor, or above it where there is no room; always within the window. */
function placeAt(panel: HTMLElement, anchor: HTMLElement): void {
  const space = 8;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + 4;
  const top = below + height + space <= window.innerHeight ? below : Math.max(space, at.top - height - 4);
  const left = Math.min(Math.max(space, at.right - width), window.innerWidth - width - space);
  panel.style.top = `${top}px`;
  panel.style.left = `${left}px`;
}
