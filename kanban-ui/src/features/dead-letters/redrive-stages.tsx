import type { Redrive } from '@pebble/contract/redrives';
import { texts } from '../../messages/redrives.ts';
import { stagesOf } from './stages-of.ts';

/** Where a redrive is on its way from one mail to all of them. */
export function RedriveStages({ redrive }: { redrive: Redrive }) {
  return (
    <ol className="stages" aria-label={texts.stages}>
      {stagesOf(redrive).map(({ size, others, state }) => (
        <li
          key={String(others) + size}
          data-state={state}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <p className="stage-size">{others ? texts.others(size) : texts.stage(size)}</p>
          <p className="stage-state">{texts.stageStates[state]}</p>
        </li>
      ))}
    </ol>
  );
}
