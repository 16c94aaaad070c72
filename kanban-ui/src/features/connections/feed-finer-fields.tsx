import { texts } from '../../messages/connections.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { FeedValues } from './feed-values.ts';

const words = texts.feed;

interface FeedFinerFieldsProps {
  typed: FeedValues;
  /** True for a mailbox that is read already: it goes on where it is unless told otherwise. */
  isThere: boolean;
  wrongSince: string | undefined;
  set(change: Partial<FeedValues>): void;
}

/** What usually stays as it is. */
export function FeedFinerFields({ typed, isThere, wrongSince, set }: FeedFinerFieldsProps) {
  return (
    <>
      <Field
        label={words.remote}
        hint={words.remoteHint}
        value={typed.remote_mailbox}
        onChange={(event) => set({ remote_mailbox: event.target.value })}
      />
      <Field
        label={words.folder}
        hint={words.folderHint}
        value={typed.folder}
        onChange={(event) => set({ folder: event.target.value })}
      />
      <SelectField
        label={words.mode}
        options={[
          ['live', words.modes.live],
          ['shadow', words.modes.shadow],
        ]}
        value={typed.mode}
        onChoose={(mode) => set({ mode })}
      />
      <SelectField
        label={words.push}
        options={[
          ['yes', words.pushes.yes],
          ['no', words.pushes.no],
        ]}
        value={typed.push ? 'yes' : 'no'}
        onChoose={(push) => set({ push: push === 'yes' })}
      />
      <SelectField
        label={words.start}
        options={[
          ...(isThere ? [['keep', '—'] as const] : []),
          ['now', words.starts.now],
          ['since', words.starts.since],
        ]}
        value={typed.start}
        onChoose={(start) => set({ start })}
      />
      {typed.start === 'since' && (
        <Field
          type="date"
          label={words.since}
          error={wrongSince}
          value={typed.since}
          onChange={(event) => set({ since: event.target.value })}
        />
      )}
    </>
  );
}
