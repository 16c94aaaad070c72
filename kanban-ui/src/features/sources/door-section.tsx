import { useId, type ReactNode } from 'react';

interface DoorSectionProps {
  title: string;
  lead?: string;
  children: ReactNode;
}

/** A part of what the drawer says about a door. */
export function DoorSection({ title, lead, children }: DoorSectionProps) {
  const titleId = useId();
  return (
    <section className="door-section" aria-labelledby={titleId}>
      <h3 id={titleId} className="drawer-heading">
        {title}
      </h3>
      {lead !== undefined && <p className="door-lead">{lead}</p>}
      {children}
    </section>
  );
}
