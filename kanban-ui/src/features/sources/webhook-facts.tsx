import type { Source } from '@pebble/contract/sources';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/sources.ts';
import { Fact } from '../../ui/fact.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { DoorSection } from './door-section.tsx';

/** The whole address: the page is served by the API that third parties post to. */
export function addressOf({ path }: Source): string {
  return new URL(path, window.location.origin).href;
}

/** How a webhook source is set up, and how much has come through it. */
export function WebhookFacts({ source }: { source: Source }) {
  const words = texts.webhook;
  const { received, accepted, refused, last_at: last } = source.counts;
  return (
    <DoorSection title={texts.facts}>
      <dl className="facts">
        <Fact name={texts.traffic}>{texts.counts(received, accepted, refused)}</Fact>
        <Fact name={texts.last}>{last === null ? texts.never : <TimeAgo instant={last} />}</Fact>
        <Fact name={texts.mailbox}>{source.mailbox ?? texts.anyMailbox}</Fact>
        <Fact name={texts.mode}>{texts.modeChoices[source.mode]}</Fact>
        <Fact name={words.shape}>{words.shapes[source.mapping ? 'mapped' : 'mail']}</Fact>
        <Fact name={words.secrets}>
          {source.secrets.map(({ id, created_at: made, expires_at: ends }) => (
            <span className="door-line" key={id}>
              {words.secretMade(mediumTime(made))},{' '}
              {ends === null ? words.secretGood : words.secretEnds(mediumTime(ends))}
            </span>
          ))}
        </Fact>
        <Fact name={words.rateName}>{words.rateFact(source.rate_per_minute)}</Fact>
      </dl>
    </DoorSection>
  );
}
