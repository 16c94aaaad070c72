import { number } from '../../messages/words.ts';
import './bar-list.css';

export interface Bar {
  key: string;
  name: string;
  count: number;
  /** Where one can see what is counted. */
  href: string;
  tone: 'normal' | 'ok' | 'warn' | 'danger' | 'muted';
}

/** Numbers of a kind, side by side. The bars are decoration: the numbers stand beside them. */
export function BarList({ bars }: { bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <ul className="bars">
      {bars.map(({ key, name, count, href, tone }) => (
        <li key={key}>
          <a className="bar" href={href} data-tone={tone}>
            <span className="bar-name">{name}</span>
            <span className="bar-line" aria-hidden>
              <span style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <span className="bar-count">{number(count)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
