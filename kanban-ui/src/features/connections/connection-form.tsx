import type { Connection, ConnectorInfo } from '@pebble/contract/connections';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../../messages/connections.ts';
import { announce } from '../../ui/announcer.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import {
  connectionsQuery,
  connectorsQuery,
  requestConnection,
  requestConnectionChange,
} from './api/connections.ts';
import { AuthFields } from './auth-fields.tsx';
import {
  changeOf,
  fieldsOf,
  filledIn,
  newValues,
  secretsAgain,
  storedValues,
  wrongValues,
} from './connection-values.ts';
import { SettingsForm } from './settings-form.tsx';
import { useConnectionChange } from './use-connection-change.ts';

const words = texts.connection;

interface ConnectionFormProps {
  connection?: Connection;
  onClose(): void;
}

/** Connects a system, or changes how it is connected. Which fields there are, the connector says. */
export function ConnectionForm({ connection, onClose }: ConnectionFormProps) {
  const send = useSend();
  const connectors = useQuery(connectorsQuery(send));
  const { data: others = [] } = useQuery(connectionsQuery(send));
  if (connectors.data) {
    const taken = others.map(({ name }) => name);
    return <Form {...{ connection, onClose, taken }} connectors={connectors.data} />;
  }
  return (
    <Dialog title={connection ? words.editTitle(connection.name) : words.newTitle} onClose={onClose}>
      {connectors.isPending ? (
        <Skeleton width="100%" height="160px" />
      ) : (
        <ErrorState error={connectors.error} onRetry={() => void connectors.refetch()} />
      )}
    </Dialog>
  );
}

interface FormProps {
  connection: Connection | undefined;
  connectors: readonly ConnectorInfo[];
  /** Names that connections have. */
  taken: readonly string[];
  onClose(): void;
}

function Form({ connection, connectors, taken, onClose }: FormProps) {
  const [typed, setTyped] = useState(() =>
    connection ? storedValues(connection) : newValues(connectors[0], taken),
  );
  const [checked, setChecked] = useState(false);
  const fields = fieldsOf(typed, connectors);
  const found = wrongValues(typed, fields, connection);
  const auths = connectors.find(({ name }) => name === typed.connector)?.auths ?? [];
  const save = useConnectionChange(
    (send, wanted: typeof typed) =>
      connection
        ? requestConnectionChange(send, connection.id, changeOf(wanted, fields, connection))
        : requestConnection(send, { ...wanted, values: filledIn(wanted, fields) }),
    (saved) => {
      onClose();
      announce(texts.saved(saved.name));
    },
  );
  return (
    <SettingsForm
      title={connection ? words.editTitle(connection.name) : words.newTitle}
      act={connection ? texts.save : words.create}
      save={{ ...save, start: () => save.mutate(typed) }}
      isRight={Object.keys(found).length === 0}
      onChecked={() => setChecked(true)}
      onClose={onClose}
    >
      {!connection && (
        <SelectField
          label={words.system}
          options={connectors.map(({ name, label }) => [name, label] as const)}
          value={typed.connector}
          onChoose={(connector) =>
            setTyped(
              newValues(
                connectors.find(({ name }) => name === connector),
                taken,
              ),
            )
          }
        />
      )}
      <Field
        label={words.name}
        hint={words.nameHint}
        error={checked ? found['.name'] : undefined}
        value={typed.name}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setTyped({ ...typed, name: event.target.value })}
      />
      {auths.length > 1 && (
        <SelectField
          label={words.auth}
          options={auths.map(({ name, label }) => [name, label] as const)}
          value={typed.auth}
          onChoose={(auth) => setTyped({ ...typed, auth })}
        />
      )}
      <AuthFields
        fields={fields}
        values={typed.values}
        wrong={checked ? found : {}}
        kept={connection?.secrets_set ?? []}
        again={secretsAgain(typed, fields, connection)}
        onType={(name, value) => setTyped({ ...typed, values: { ...typed.values, [name]: value } })}
      />
    </SettingsForm>
  );
}
