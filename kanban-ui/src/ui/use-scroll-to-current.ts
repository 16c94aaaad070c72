import { useEffect, useRef, type RefObject } from 'react';

/** Keeps the chosen one of a strip of links in sight, where the strip shows some of them at a time. */
export function useScrollToCurrent(current: unknown): RefObject<HTMLElement | null> {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return strip;
}
