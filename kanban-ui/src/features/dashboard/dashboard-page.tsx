import type { OperationsRoute } from '../../lib/operations-route.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/dashboard.ts';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { PERIODS, USUAL_PERIOD, type Period } from '../shared/api/count-mails.ts';
import { RedriveStrip } from '../shared/redrive-strip.tsx';
import { Figures } from './figures.tsx';
import { MailOutcomes } from './mail-outcomes.tsx';
import { TopCauses } from './top-causes.tsx';
import './dashboard-page.css';

const CHOICES = (Object.keys(PERIODS) as Period[]).map((period) => [period, texts.periods[period]] as const);

/** How the mail flows: what waits, what came, what became of it, and what needs a person. Everything is live. */
export function DashboardPage({ route }: { route: OperationsRoute }) {
  const wanted = route.query['period'];
  const period = CHOICES.find(([one]) => one === wanted)?.[0] ?? USUAL_PERIOD;
  return (
    <Page
      title={texts.title}
      tools={
        <Select
          label={texts.period}
          options={CHOICES}
          value={period}
          onChoose={(next) => narrowTo({ period: next === USUAL_PERIOD ? undefined : next })}
        />
      }
    >
      <Figures />
      <RedriveStrip />
      <TopCauses />
      <MailOutcomes period={period} />
    </Page>
  );
}
