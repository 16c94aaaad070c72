import type { DoorCounts } from '@pebble/contract/door-values';
import type { z } from 'zod';
import { texts } from '../../messages/sources.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** Two cells of a row: how much has come through a door, and when it last did. */
export function DoorTraffic({ counts }: { counts: z.infer<typeof DoorCounts> }) {
  const { received, accepted, refused, last_at: last } = counts;
  return (
    <>
      <td role="cell" data-label={texts.traffic} className="door-traffic">
        {texts.counts(received, accepted, refused)}
      </td>
      <td role="cell" data-label={texts.last} className="door-last">
        {last === null ? texts.never : <TimeAgo instant={last} />}
      </td>
    </>
  );
}
