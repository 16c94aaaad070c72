import { addToGlobalBlacklist } from '@pebble/contract/global-blacklist';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../messages/senders.ts';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { rightsQuery } from './api/list-senders.ts';
import { EntryView } from './entry-view.tsx';

/** The list that holds for everybody: to be read, unless one keeps it. */
export function GlobalView({ text }: { text: string }) {
  const { data: rights } = useQuery(rightsQuery(useSend()));
  const mayChange = useMayCall(addToGlobalBlacklist) && rights?.may_change === true;
  const lead = mayChange ? texts.leads.globalKept : texts.leads.global;
  return <EntryView list="global" text={text} lead={lead} mayChange={mayChange} />;
}
