import { fullTime, relativeTime } from '../lib/relative-time.ts';
import { useNow } from '../lib/use-now.ts';

export function TimeAgo({ instant }: { instant: string }) {
  const now = useNow();
  return (
    <time dateTime={instant} title={fullTime(instant)}>
      {relativeTime(instant, now)}
    </time>
  );
}
