import type { FlowDeployment } from '@pebble/contract/flow-versions';
import { listMails } from '@pebble/contract/mails';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { duration, texts } from '../../messages/flows.ts';
import { Chip } from '../../ui/chip.tsx';
import { useMayCall } from '../session/session-context.tsx';
import type { Run } from './api/read-flows.ts';
import { RunPlace } from './run-place.tsx';
import { StepBars } from './step-bars.tsx';

const words = texts.runs;

interface RunRowProps {
  run: Run;
  /** Of the runs that are shown, in milliseconds: the bars are drawn to its scale. */
  longest: number;
  deployments: readonly FlowDeployment[];
}

export function RunRow({ run, longest, deployments }: RunRowProps) {
  const maySee = useMayCall(listMails);
  const ran = run.steps.filter(({ status }) => status !== 'skipped');
  const failed = ran.filter(({ status }) => status === 'failed');
  const when = mediumTime(run.started_at);
  return (
    <tr role="row" data-run={run.id}>
      <td role="cell" className="run-when">
        <time dateTime={run.started_at}>{when}</time>
        <span className="table-sub">
          {words.version(run.version)}, {texts.engines[run.engine]}
          {run.attempt > 1 && `, ${words.attempt(run.attempt)}`}
        </span>
        {maySee && (
          <a className="text-link" href={operationsHash('mails', [run.tracking_id])}>
            {words.mail}
          </a>
        )}
        <RunPlace run={run} deployments={deployments} />
      </td>
      <td role="cell">
        <Chip tone={run.status === 'failed' ? 'danger' : 'ok'}>{words.statuses[run.status]}</Chip>
        {failed.map(({ step, error_class: error }) => (
          <span className="table-sub" key={step}>
            {error === null ? step : `${step}: ${error}`}
          </span>
        ))}
      </td>
      <td role="cell" className="run-steps">
        {run.steps.length === 0 ? (
          <span className="table-sub">{words.noSteps(texts.engines[run.engine])}</span>
        ) : (
          // What has failed is what people come for.
          <details open={run.status === 'failed'}>
            <summary>{words.showSteps(ran.length)}</summary>
            <StepBars label={words.details(when)} steps={run.steps} />
          </details>
        )}
      </td>
      <td role="cell" data-label={words.took} className="run-took">
        {duration(run.duration_ms)}
        <span className="run-bar" aria-hidden data-tone={run.status === 'failed' ? 'danger' : 'ok'}>
          <span style={{ width: `${(100 * run.duration_ms) / longest}%` }} />
        </span>
      </td>
    </tr>
  );
}
