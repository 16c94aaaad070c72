import type { IDataObject } from 'n8n-workflow';
import type { Fields } from '../kit/field';
import { ADDITIONAL, parameterOf } from '../kit/host/n8n-names';

/** The raw input of a connector, from the node's parameters; the connector reads it against its fields. */
export function readFields(fields: Fields, read: (parameter: string) => unknown): IDataObject {
  const additional = (read(ADDITIONAL) ?? {}) as Record<string, unknown>;
  const input: IDataObject = {};
  for (const [name, field] of Object.entries(fields)) {
    const { name: parameter, collection } = parameterOf(name, field);
    const given = collection === null ? read(parameter) : additional[parameter];
    const value = plain(given);
    if (value !== undefined && value !== null) input[name] = value as IDataObject;
  }
  return input;
}

/** What n8n wraps: the pick of a resource locator, and the dates that expressions such as `$now` give. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('__rl' in value) return (value as { value?: unknown }).value;
  if ('toISO' in value && typeof value.toISO === 'function') return String(value.toISO());
  return value;
}
