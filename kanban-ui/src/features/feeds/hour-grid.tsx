import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/receipts.ts';
import type { OneReceipt } from './api/receipts.ts';
import { byHour } from './hours.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const STATUSES = Object.keys(texts.statuses) as OneReceipt['status'][];

interface HourGridProps {
  label: string;
  receipts: readonly OneReceipt[];
  query: Readonly<Record<string, string>>;
}

/** A day in each row, an hour in each cell: how many mails were seen, in the colour of what the receipt says. */
export function HourGrid({ label, receipts, query }: HourGridProps) {
  return (
    <div className="hours">
      <div className="hours-scroll" role="region" aria-label={label} tabIndex={0}>
        <table>
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.day}</th>
              {HOURS.map((hour) => (
                <th scope="col" key={hour}>
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {byHour(receipts).map(({ key, hours }) => (
              <tr key={key}>
                <th scope="row">{key.slice(5)}</th>
                {hours.map((one, hour) => (
                  <td key={hour}>{one ? <Hour one={one} query={query} /> : <span aria-hidden>·</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="hours-legend" aria-label={texts.legend}>
        {STATUSES.map((status) => (
          <li key={status} data-status={status}>
            {texts.statuses[status]}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Hour({ one, query }: { one: OneReceipt; query: Readonly<Record<string, string>> }) {
  const said = texts.cell(mediumTime(one.from), one.counts.seen, texts.statuses[one.status]);
  return (
    <a
      href={operationsHash('receipts', [one.id], query)}
      aria-label={said}
      title={said}
      data-status={one.status}
    >
      {one.counts.seen > 999 ? '999+' : one.counts.seen}
    </a>
  );
}
