import type { ReactNode } from 'react';
import './table.css';

interface TableProps {
  /** What the rows are, for screen readers. */
  caption: string;
  /** The head's cells: `<th scope="col">`. */
  head: ReactNode;
  /** Rows; each cell has its `data-label`, which it shows where there is no room for the head. */
  children: ReactNode;
  /** True while the rows are those of an earlier question. */
  busy?: boolean;
}

/** A table that turns its rows into cards where it is narrow. The roles are said outright, since cards are no table cells. */
export function Table({ caption, head, children, busy = false }: TableProps) {
  return (
    <table className="table" role="table" aria-busy={busy}>
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">{head}</tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}
