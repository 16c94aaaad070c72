import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/dead-letters.ts';
import './letter-deaths.css';

/** Each time that the mail died, newest first, with the traceback folded away. */
export function LetterDeaths({ letter }: { letter: SyncErrorDetail }) {
  return (
    <section aria-labelledby="letter-deaths-title">
      <h3 id="letter-deaths-title" className="drawer-heading">
        {texts.letter.traceback}
      </h3>
      <ol className="deaths">
        {letter.history.map(({ number, died_at: at, error_class: kind, message, traceback }) => (
          <li key={number}>
            <details className="death">
              <summary>
                <span className="death-name">{kind}</span>
                <time dateTime={at}>{mediumTime(at)}</time>
                <span className="death-message">{message}</span>
              </summary>
              <pre tabIndex={0} aria-label={texts.letter.traceback}>
                {traceback}
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
