import type { FlowDeployment } from '@pebble/contract/flow-versions';
import { ExternalLink } from 'lucide-react';
import { texts } from '../../messages/flows.ts';
import type { Run } from './api/read-flows.ts';
import { runUrl } from './run-url.ts';

const words = texts.runs;

interface RunPlaceProps {
  run: Run;
  deployments: readonly FlowDeployment[];
}

/** Where a run took place when that was in another engine, and what it is called there. */
export function RunPlace({ run, deployments }: RunPlaceProps) {
  if (run.engine === 'embedded' || run.remote_run_id === null) return null;
  const place = deployments.find((one) => one.flow_id === run.flow_id && one.engine === run.engine);
  const url = runUrl(run.engine, place?.open_url ?? null, run.remote_run_id);
  if (url === null) {
    return (
      <span className="table-sub">
        {words.remote} <code>{run.remote_run_id}</code>
      </span>
    );
  }
  return (
    <a className="text-link run-place" href={url} target="_blank" rel="noreferrer">
      {words.openRun(texts.engines[run.engine])}
      <ExternalLink size={13} aria-hidden />
    </a>
  );
}
