import type { MailFeed } from '@pebble/contract/mail-feeds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/connections.ts';
import { announce } from '../../ui/announcer.tsx';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useSend } from '../session/session-context.tsx';
import { MailboxField } from '../shared/mailbox-field.tsx';
import { connectionsQuery, connectorsQuery } from './api/connections.ts';
import { requestFeed, requestFeedChange } from './api/feeds.ts';
import { FeedFinerFields } from './feed-finer-fields.tsx';
import { feedChange, NEW_FEED, newFeed, typedFeed, wrongFeed } from './feed-values.ts';
import { SettingsForm } from './settings-form.tsx';
import { useConnectionChange } from './use-connection-change.ts';

const words = texts.feed;

interface FeedFormProps {
  feed?: MailFeed;
  onClose(): void;
}

/** Begins to read a mailbox of a connected system, or changes how it is read. */
export function FeedForm({ feed, onClose }: FeedFormProps) {
  const send = useSend();
  const { data: connections = [] } = useQuery(connectionsQuery(send));
  const { data: connectors = [] } = useQuery(connectorsQuery(send));
  const [typed, setTyped] = useState(() => (feed ? typedFeed(feed) : NEW_FEED));
  const [checked, setChecked] = useState(false);
  const found = wrongFeed(typed);
  const wrong = checked ? found : {};
  const withMail = connections.filter(
    ({ connector }) => connectors.find(({ name }) => name === connector)?.has_mail,
  );
  const save = useConnectionChange(
    (from, wanted: typeof typed) =>
      feed ? requestFeedChange(from, feed.id, feedChange(wanted)) : requestFeed(from, newFeed(wanted)),
    (saved) => {
      onClose();
      announce(texts.saved(saved.name));
      if (!feed) navigateOperations({ path: ['feeds', saved.id] });
    },
  );
  const set = (change: Partial<typeof typed>): void => setTyped({ ...typed, ...change });
  return (
    <SettingsForm
      title={feed ? words.editTitle(feed.name) : words.newTitle}
      act={feed ? texts.save : words.create}
      save={{ ...save, start: () => save.mutate(typed) }}
      isRight={Object.keys(found).length === 0}
      onChecked={() => setChecked(true)}
      onClose={onClose}
    >
      <Field
        label={words.name}
        error={wrong.name}
        value={typed.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <SelectField
        label={words.connection}
        hint={withMail.length === 0 ? words.noneConnected : undefined}
        error={wrong.connection}
        options={[['', words.chooseConnection], ...withMail.map(({ id, name }) => [id, name] as const)]}
        value={typed.connection_id}
        onChoose={(connection_id) => set({ connection_id })}
      />
      <MailboxField
        label={words.mailbox}
        hint={words.mailboxHint}
        error={wrong.mailbox}
        none={() => words.chooseMailbox}
        value={typed.mailbox}
        onChoose={(mailbox) => set({ mailbox })}
      />
      <FeedFinerFields typed={typed} isThere={feed !== undefined} wrongSince={wrong.since} set={set} />
    </SettingsForm>
  );
}
