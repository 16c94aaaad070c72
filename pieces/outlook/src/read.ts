import { UpstreamError } from '@pebble/kit/errors';

/** Reading what Graph answers: a part that is not what it should be is an UpstreamError, where it enters. */
export type Json = Readonly<Record<string, unknown>>;

export function asRecord(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw unreadable();
}

export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unreadable();
}

/** A text that must be there. */
export function needText(record: Json, name: string): string {
  const value = record[name];
  if (typeof value === 'string' && value !== '') return value;
  throw unreadable();
}

/** A text, empty when there is none. */
export function textOf(record: Json, name: string): string {
  const value = record[name];
  return typeof value === 'string' ? value : '';
}

export function numberOf(record: Json, name: string): number {
  const value = record[name];
  return typeof value === 'number' ? value : 0;
}

export function recordOf(record: Json, name: string): Json {
  const value = record[name];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

export function listOf(record: Json, name: string): readonly unknown[] {
  const value = record[name];
  return Array.isArray(value) ? value : [];
}

/** ISO 8601 in UTC with milliseconds; null when there is no readable instant. */
export function instantOf(record: Json, name: string): string | null {
  const at = Date.parse(textOf(record, name));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The entries of a collection, and the path of the next page. */
export function asPage(value: unknown): { entries: readonly Json[]; next: string | null } {
  const page = asRecord(value);
  const link = textOf(page, '@odata.nextLink');
  return { entries: asList(page['value']).map(asRecord), next: link === '' ? null : pathOfLink(link) };
}

/** A link without its host: it is followed where the credential belongs, and the host's own base URL goes before it. */
export function pathOfLink(link: string): string {
  const start = link.indexOf('/v1.0/');
  if (start < 0) throw unreadable();
  return link.slice(start);
}

function unreadable(): UpstreamError {
  return new UpstreamError('Microsoft Graph answered with something that cannot be read');
}
