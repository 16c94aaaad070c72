import { useEffect, useRef } from 'react';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';

/** The end of a list that goes on: loads by itself when it comes into view, and by hand as well. */
export function LoadMore({ busy, onLoad }: { busy: boolean; onLoad(): void }) {
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (busy || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) onLoad();
      },
      { rootMargin: '400px 0px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [busy, onLoad]);
  return (
    <li className="load-more" ref={end}>
      <Button look="plain" disabled={busy} onClick={onLoad}>
        {busy ? t.app.loadingMore : t.app.loadMore}
      </Button>
    </li>
  );
}
