import { Suspense, useEffect, type ReactNode } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Skeleton } from '../ui/state.tsx';

interface DrawerPlaceProps {
  /** What is open. */
  id: string;
  /** The element that opened it: it gets the focus back, or the page does when it is gone meanwhile. */
  opener(id: string): HTMLElement | null;
  children: ReactNode;
}

/** Where a drawer lies, beside the page or over it; its script and its failure concern nothing else. */
export function DrawerPlace({ id, opener, children }: DrawerPlaceProps) {
  useEffect(() => () => (opener(id) ?? document.getElementById('main'))?.focus(), [id, opener]);
  return (
    <div className="drawer-place">
      <ErrorBoundary area={id}>
        <Suspense fallback={<DrawerSkeleton />}>{children}</Suspense>
      </ErrorBoundary>
    </div>
  );
}

function DrawerSkeleton() {
  return (
    <div className="drawer-loading">
      <Skeleton width="60%" height="24px" />
      <Skeleton width="100%" height="120px" />
    </div>
  );
}
