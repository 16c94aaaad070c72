import { useId, type ReactNode } from 'react';

interface PanelProps {
  title: string;
  /** Stands opposite the title, such as a sum or a link. */
  note?: ReactNode;
  children: ReactNode;
}

/** A part of the dashboard. */
export function Panel({ title, note, children }: PanelProps) {
  const titleId = useId();
  return (
    <section className="panel" aria-labelledby={titleId}>
      <header className="panel-head">
        <h2 id={titleId}>{title}</h2>
        {note !== undefined && <p className="panel-note">{note}</p>}
      </header>
      {children}
    </section>
  );
}
