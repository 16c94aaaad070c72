import { t } from '../messages.ts';
import { Button } from './button.tsx';
import { Skeleton } from './state.tsx';
import './list-parts.css';

/** Reads the next page of a list. It keeps the focus while it is busy. */
export function MoreButton({ busy, onMore }: { busy: boolean; onMore(): void }) {
  return (
    <Button look="plain" className="list-more" aria-disabled={busy} onClick={() => busy || onMore()}>
      {busy ? t.app.loadingMore : t.app.loadMore}
    </Button>
  );
}

/** Stands for a list that is being read. */
export function ListSkeleton() {
  return (
    <div className="list-skeleton" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} width="100%" height="44px" />
      ))}
    </div>
  );
}
