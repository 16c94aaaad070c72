import type { AuthField, Connection, ConnectorInfo } from '@pebble/contract/connections';
import { texts } from '../../messages/connections.ts';
import type { ConnectionChange } from './api/connections.ts';

const words = texts.connection;
const NAME = /^[a-z][a-z0-9_-]{0,49}$/;

/** A connection as it is typed. */
export interface ConnectionValues {
  name: string;
  connector: string;
  auth: string;
  /** By field name; what was not touched is not there. */
  values: Record<string, string>;
}

/** @param taken names that other connections have */
export function newValues(connector: ConnectorInfo | undefined, taken: readonly string[]): ConnectionValues {
  const name = connector?.name ?? '';
  return {
    name: freeName(name, taken),
    connector: name,
    auth: connector?.auths[0]?.name ?? '',
    values: {},
  };
}

export function storedValues({ name, connector, auth, values }: Connection): ConnectionValues {
  return { name, connector, auth, values: { ...values } };
}

function freeName(wanted: string, taken: readonly string[]): string {
  for (let n = 2, name = wanted; ; n += 1) {
    if (!taken.includes(name)) return name;
    name = `${wanted}-${n}`;
  }
}

/** The fields that the chosen way to sign in has. */
export function fieldsOf(
  { connector, auth }: ConnectionValues,
  connectors: readonly ConnectorInfo[],
): readonly AuthField[] {
  const info = connectors.find(({ name }) => name === connector);
  return info?.auths.find(({ name }) => name === auth)?.fields ?? [];
}

/** Whether something that is no secret differs from what is stored: then its secrets are given anew. */
export function secretsAgain(
  typed: ConnectionValues,
  fields: readonly AuthField[],
  connection: Connection | undefined,
): boolean {
  if (!connection) return true;
  if (typed.auth !== connection.auth) return true;
  return fields.some(
    ({ name, kind }) => kind !== 'secret' && (typed.values[name] ?? '') !== (connection.values[name] ?? ''),
  );
}

/** What is wrong, by field name; `name` for the name of the connection, which no field has. */
export function wrongValues(
  typed: ConnectionValues,
  fields: readonly AuthField[],
  connection: Connection | undefined,
): Record<string, string> {
  const found: Record<string, string> = {};
  if (!NAME.test(typed.name)) found['.name'] = words.nameWrong;
  const again = secretsAgain(typed, fields, connection);
  for (const { name, kind, label, required, default: usual } of fields) {
    const kept = kind === 'secret' && !again && connection?.secrets_set.includes(name);
    if (required && usual === null && !kept && (typed.values[name] ?? '').trim() === '') {
      found[name] = words.required(label);
    }
  }
  return found;
}

/** The fields that were filled in, or emptied. */
export function changeOf(
  typed: ConnectionValues,
  fields: readonly AuthField[],
  connection: Connection,
): ConnectionChange {
  const changed = fields.flatMap(({ name, kind }): [string, string][] => {
    const value = typed.values[name] ?? '';
    if (kind === 'secret') return value === '' ? [] : [[name, value]];
    return value === (connection.values[name] ?? '') ? [] : [[name, value]];
  });
  return {
    ...(typed.name === connection.name ? {} : { name: typed.name }),
    ...(typed.auth === connection.auth ? {} : { auth: typed.auth }),
    ...(changed.length === 0 ? {} : { values: Object.fromEntries(changed) }),
  };
}

export function filledIn(typed: ConnectionValues, fields: readonly AuthField[]): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name }): [string, string][] => {
      const value = typed.values[name] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}
