import type { Backtest } from '@pebble/contract/backtests';
import { randomUUID } from 'node:crypto';
import { id } from '../src/testing/factories.ts';
import {
  backtest,
  backtestItem,
  backtestOutcome,
  deployment,
  draftVersion,
  failedRun,
  flowGraph,
  flowRun,
  flowVersion,
  knob,
  leadVersion,
} from '../src/testing/flows-factories.ts';
import { FakeProblem } from './fake-problem.ts';
import { pageOf, type FakeHandler } from './fake-routes.ts';

/** Flows of the fake server: one with two versions, runs, a setting and backtests. */
export function fakeFlowRoutes(): Record<string, FakeHandler> {
  const versions = [draftVersion(), flowVersion(), leadVersion()];
  let mailFlow = 'email-triage';
  const knobs = [knob()];
  const runs = Array.from({ length: 12 }, (_, at) =>
    at % 5 === 1
      ? failedRun({ id: id(2000 + at) })
      : flowRun({ id: id(2000 + at), duration_ms: 120 + at * 30 }),
  );
  const find = (wanted: string | undefined) =>
    versions.find((one) => `${one.version}@${one.content_hash}` === wanted) ??
    versions.find((one) => one.version === wanted);
  return {
    listFlows: () => ({ items: versions, next_cursor: null }),
    getMailFlow: () => ({ flow_id: mailFlow }),
    setMailFlow({ body }) {
      mailFlow = String(body['flow_id']);
      return { flow_id: mailFlow };
    },
    listFlowDeployments: () => ({
      items: [
        deployment(),
        deployment({ engine: 'activepieces', open_url: 'https://flows.example/flows/1', deployed_by: 'Ida' }),
      ],
      next_cursor: null,
    }),
    getFlowGraph({ params }) {
      const one = find(params['version']);
      if (!one) throw new FakeProblem('not_found');
      const { flow_id, version, content_hash } = one;
      return flowGraph({ flow_id, version, content_hash });
    },
    getStepFigures: () => ({
      runs: 200,
      since: '2026-03-01T12:00:00.000Z',
      steps: [
        { step: 'classify', runs: 180, failed: 24, median_ms: 220, p95_ms: 3400 },
        { step: 'place_sure', runs: 150, failed: 0, median_ms: 30, p95_ms: 80 },
        { step: 'place_unsure', runs: 30, failed: 1, median_ms: 32, p95_ms: 900 },
        { step: 'trigger', runs: 200, failed: 0, median_ms: 0.3, p95_ms: 0.8 },
      ],
    }),
    getFlowKnobs: () => ({ flow_id: 'email-triage', version: '1.1.0', knobs }),
    setKnobs({ body }) {
      const set = body['knobs'] as Record<string, unknown>;
      for (const one of knobs) if (one.name in set) one.value = set[one.name];
      return versions[1];
    },
    listFlowRuns: ({ query }) =>
      pageOf(
        runs.filter(({ status }) => query['status'] === undefined || status === query['status']),
        query,
      ),
    activateFlowVersion({ params }) {
      const one = find(params['version']);
      if (!one) throw new FakeProblem('not_found');
      for (const other of versions) if (other.flow_id === one.flow_id) other.active = other === one;
      return one;
    },
    uploadFlowDraft() {
      throw new FakeProblem('flow_refused', {
        detail: 'Step "place_sure" is refused: unknown action "create_card"',
        errors: [{ path: 'body.flow.place_sure', message: 'unknown action "create_card"' }],
      });
    },
    ...fakeBacktestRoutes(),
  };
}

/** One backtest that is over; another one finishes as it is looked at. */
function fakeBacktestRoutes(): Record<string, FakeHandler> {
  const tests: Backtest[] = [backtest()];
  const items = Array.from({ length: 60 }, (_, at) =>
    backtestItem({
      position: at + 1,
      tracking_id: id(1000 + at),
      subject: `Enquiry ${at + 1}: price for valves`,
      ...(at % 4 === 0 ? {} : { verdict: 'same', differences: [], tried: backtestOutcome() }),
    }),
  );
  return {
    listBacktests: () => ({ items: tests, next_cursor: null }),
    startBacktest({ body }) {
      const begun = backtest({
        ...{ id: randomUUID(), state: 'running', total: Number(body['last']), done: 0, finished_at: null },
        verdicts: { changed: 0, same: 0, drifted: 0, unsure: 0, untried: 0 },
      });
      tests.unshift(begun);
      return begun;
    },
    getBacktest({ params }) {
      const at = tests.findIndex((one) => one.id === params['backtest_id']);
      const one = tests[at];
      if (!one) throw new FakeProblem('not_found');
      if (one.state === 'running') {
        const verdicts = { changed: 15, same: one.total - 15, drifted: 0, unsure: 0, untried: 0 };
        tests[at] = { ...one, state: 'finished', done: one.total, verdicts };
      }
      return one;
    },
    listBacktestItems: ({ query }) =>
      pageOf(
        items.filter(({ verdict }) => query['verdict'] === undefined || verdict === query['verdict']),
        query,
      ),
    cancelBacktest({ params }) {
      const one = tests.find(({ id: known }) => known === params['backtest_id']);
      if (!one) throw new FakeProblem('not_found');
      one.state = 'cancelled';
      return one;
    },
  };
}
