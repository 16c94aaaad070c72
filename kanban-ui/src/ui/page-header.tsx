import type { ReactNode } from 'react';
import './page-header.css';

interface PageHeaderProps {
  title: string;
  /** A few words beside the title, such as how many there are. */
  note?: string | undefined;
  /** Search box, filters and buttons. */
  children?: ReactNode;
}

/** The head of a page. */
export function PageHeader({ title, note, children }: PageHeaderProps) {
  return (
    <header className="page-header">
      <h1 className="page-title">{title}</h1>
      {note !== undefined && <p className="page-note">{note}</p>}
      {children !== undefined && <div className="page-tools">{children}</div>}
    </header>
  );
}
