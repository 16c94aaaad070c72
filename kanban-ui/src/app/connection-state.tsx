import { liveStatus } from '../features/live/live-status.ts';
import { useStore } from '../lib/store.ts';
import { t } from '../messages.ts';

/** Whether changes arrive as they happen. */
export function ConnectionState() {
  const status = useStore(liveStatus);
  if (status === 'off') return <span className="connection-off" />;
  return (
    <p className="connection" data-status={status} title={t.live.hint[status]} role="status">
      {t.live[status]}
    </p>
  );
}
