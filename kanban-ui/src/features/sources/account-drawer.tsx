import type { MailAccount } from '@pebble/contract/mail-accounts';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../messages/sources.ts';
import { useSend } from '../session/session-context.tsx';
import { AccountActs } from './account-acts.tsx';
import { AccountChips } from './account-chips.tsx';
import { AccountFacts } from './account-facts.tsx';
import { accountsQuery } from './api/read-sources.ts';
import { DoorFrame } from './door-frame.tsx';
import { DoorReports } from './door-reports.tsx';
import type { DoorDrawerProps } from './source-drawer.tsx';

const words = texts.account;

/** All there is to a mail account: how it is doing, how it is set up, and what was not taken. */
export function AccountDrawer({ id, modal, onClose }: DoorDrawerProps) {
  const query = useQuery(accountsQuery(useSend()));
  return (
    <DoorFrame
      {...{ query, modal, onClose, words }}
      door={query.data?.find((one) => one.id === id)}
      chips={(account) => <AccountChips account={account} />}
    >
      {(account) => (
        <>
          <Health account={account} />
          <AccountActs account={account} onDeleted={onClose} />
          <AccountFacts account={account} />
          <DoorReports door="accounts" id={account.id} />
        </>
      )}
    </DoorFrame>
  );
}

/** How it is doing, in a sentence, and what is wrong. */
function Health({ account: { state, last_error: error, notice } }: { account: MailAccount }) {
  return (
    <div className="door-health" data-state={state} role="status">
      <p>{words.stateHints[state]}</p>
      {error !== null && <p className="door-error">{error}</p>}
      {notice !== null && (
        <p>
          <strong>{words.notice}: </strong>
          {notice}
        </p>
      )}
    </div>
  );
}
