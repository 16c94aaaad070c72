import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import { sentence } from '../../lib/sentence.ts';
import { texts } from '../../messages/dead-letters.ts';
import './letter-why.css';

/** What failed, whom it touches and what to do, for people who have never seen a traceback. */
export function LetterWhy({ letter }: { letter: SyncErrorDetail }) {
  const { failed, touches, todo } = letter.explanation;
  return (
    <section className="letter-why" aria-labelledby="letter-why-title">
      <h3 id="letter-why-title" className="drawer-heading">
        {texts.letter.explanation}
      </h3>
      <dl>
        <dt>{texts.causes.failed}</dt>
        <dd>
          {sentence(failed)}
          <span className="letter-error-line">{letter.message}</span>
        </dd>
        <dt>{texts.causes.touches}</dt>
        <dd>{touches}</dd>
        {letter.status === 'open' && (
          <>
            <dt>{texts.causes.todo}</dt>
            <dd>{sentence(todo)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
