import type { Redrive } from '@pebble/contract/redrives';
import { texts } from '../../messages/redrives.ts';
import './redrive-meter.css';

const PARTS = ['succeeded', 'died', 'skipped', 'under_way'] as const;

/** How far a redrive is, as a bar and in words. */
export function RedriveMeter({ redrive }: { redrive: Redrive }) {
  return (
    <div className="redrive-meter">
      <span className="redrive-bar" aria-hidden>
        {PARTS.map((part) => (
          <span key={part} data-part={part} style={{ flexGrow: redrive[part] }} />
        ))}
        <span style={{ flexGrow: redrive.waiting + redrive.left }} />
      </span>
      <span className="redrive-sum">{texts.sum(redrive)}</span>
    </div>
  );
}
