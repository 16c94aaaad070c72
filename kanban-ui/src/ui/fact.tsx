import type { ReactNode } from 'react';
import './facts.css';

interface FactProps {
  name: string;
  /** True for what a machine made, such as an id. */
  mono?: boolean;
  /** Nothing is shown of what is not known. */
  children: ReactNode;
}

/** One line of a `<dl className="facts">`. */
export function Fact({ name, mono = false, children }: FactProps) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd data-mono={mono || undefined}>{children}</dd>
    </div>
  );
}
