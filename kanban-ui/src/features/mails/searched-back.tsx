import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/mails.ts';
import { Button } from '../../ui/button.tsx';

interface SearchedBackProps {
  /** When the oldest mail came that was looked at. */
  backTo: string;
  /** True when nothing was found so far. */
  none: boolean;
  busy: boolean;
  onMore(): void;
}

/** A search looks through so much mail and no more: says how far it went, and goes on when it is asked to. */
export function SearchedBack({ backTo, none, busy, onMore }: SearchedBackProps) {
  const time = mediumTime(backTo);
  return (
    <div className="searched-back">
      <p role="status">{none ? texts.list.noneSoFar(time) : texts.list.searchedBack(time)}</p>
      <Button aria-disabled={busy} onClick={() => busy || onMore()}>
        {busy ? texts.list.lookingFurther : texts.list.further}
      </Button>
    </div>
  );
}
