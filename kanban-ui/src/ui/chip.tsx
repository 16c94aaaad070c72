import type { ReactNode } from 'react';
import './chip.css';

export type ChipTone = 'none' | 'crm' | 'erp' | 'tender' | 'accent' | 'ok' | 'warn' | 'danger';

/** A word or two about a thing, such as its state. The colour repeats what the words say. */
export function Chip({ tone = 'none', children }: { tone?: ChipTone; children: ReactNode }) {
  return <span className={`chip chip-${tone}`}>{children}</span>;
}
