import type { Card } from '@pebble/contract/cards';
import { t } from '../../messages.ts';
import { IntentChip } from '../shared/card-badges.tsx';
import './card-why.css';

/** What the classifier thought, and how sure it was. */
export function CardWhy({ card }: { card: Card }) {
  return (
    <section className="why" aria-labelledby="why-title">
      <h3 id="why-title" className="drawer-heading">
        {t.drawer.why}
      </h3>
      {card.abstained && <p className="why-unsure">{t.drawer.unsureNote}</p>}
      <dl className="why-facts">
        <div>
          <dt>{t.drawer.stream}</dt>
          <dd>{t.card.streams[card.stream]}</dd>
        </div>
        <div>
          <dt>{t.drawer.intent}</dt>
          <dd>
            <IntentChip card={card} />
          </dd>
        </div>
        <div>
          <dt>{t.drawer.probability}</dt>
          <dd className="why-probability">
            <span className="why-meter" data-unsure={card.abstained || undefined} aria-hidden>
              <span style={{ width: `${card.probability * 100}%` }} />
            </span>
            {t.card.certainty(card.probability)}
          </dd>
        </div>
        <div>
          <dt>{t.drawer.decidedBy}</dt>
          <dd>{t.card.rungs[card.decided_by]}</dd>
        </div>
      </dl>
      {card.reasons.length > 0 && (
        <>
          <h4 className="why-label">{t.drawer.reasons}</h4>
          <ul className="why-reasons">
            {card.reasons.map((reason, index) => (
              <li key={index} dir="auto">
                {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
