import type { ComponentProps } from 'react';
import { PageHeader } from './page-header.tsx';
import './page.css';

/** A page of operations: a head that stays, above what may be long. `tools` stand in the head. */
export function Page({
  title,
  note,
  tools,
  children,
}: ComponentProps<typeof PageHeader> & { tools?: ComponentProps<typeof PageHeader>['children'] }) {
  return (
    <section className="page" aria-label={title}>
      <PageHeader title={title} note={note}>
        {tools}
      </PageHeader>
      <div className="page-body">{children}</div>
    </section>
  );
}
