import type { MailAccount } from '@pebble/contract/mail-accounts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/sources.ts';
import { Fact } from '../../ui/fact.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { DoorSection } from './door-section.tsx';

const words = texts.account;

/** How an account is set up, how far it is read, and how much has come. */
export function AccountFacts({ account }: { account: MailAccount }) {
  const { counts, host, port, tls, after_accept: after, move_to: target, start_from: start } = account;
  return (
    <DoorSection title={texts.facts}>
      <dl className="facts">
        <Fact name={texts.traffic}>{texts.counts(counts.received, counts.accepted, counts.refused)}</Fact>
        <Fact name={texts.last}>
          {counts.last_at === null ? texts.never : <TimeAgo instant={counts.last_at} />}
        </Fact>
        <Fact name={words.heartbeat}>
          {account.heartbeat_at && <TimeAgo instant={account.heartbeat_at} />}
        </Fact>
        <Fact name={words.position}>{account.position && words.positionOf(account.position.last_uid)}</Fact>
        <Fact name={texts.mailbox}>{account.mailbox}</Fact>
        <Fact name={texts.mode}>{texts.modeChoices[account.mode]}</Fact>
        <Fact name={words.server}>{`${host}:${port}`}</Fact>
        <Fact name={words.tls}>{words.tlsChoices[tls]}</Fact>
        <Fact name={words.user}>{account.user}</Fact>
        <Fact name={words.folder}>{account.folder}</Fact>
        <Fact name={words.start}>
          {start === 'now' || start === 'beginning'
            ? words.starts[start]
            : words.sinceWhen(mediumTime(start))}
        </Fact>
        <Fact name={words.afterShort}>
          {after === 'move' && target !== null ? words.movedTo(target) : words.afters[after]}
        </Fact>
      </dl>
    </DoorSection>
  );
}
