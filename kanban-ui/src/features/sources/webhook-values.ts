import { createSource, type Source, type SourceMapping } from '@pebble/contract/sources';
import type { WebhookSettings } from './api/change-webhook.ts';

/** Parts of a mail that a foreign payload can hold; the first three every mail has. */
export const NEEDED_PARTS = ['from', 'subject', 'body'] as const;
export const MORE_PARTS = [
  ...(['from_name', 'html', 'to', 'cc', 'message_id', 'in_reply_to', 'received_at'] as const),
  'attachment_urls',
] as const;
export type Part = (typeof NEEDED_PARTS)[number] | (typeof MORE_PARTS)[number];

/** A webhook source as it is typed. */
export interface WebhookValues {
  name: string;
  mailbox: string | null;
  mode: 'live' | 'shadow';
  rate: string;
  kind: 'mail' | 'mapped';
  /** Where each part stands: `lead.email`, or `=` and a text that is always the same. */
  parts: Partial<Record<Part, string>>;
}

export const NEW_WEBHOOK: WebhookValues = {
  name: '',
  mailbox: null,
  mode: 'live',
  rate: '600',
  kind: 'mail',
  parts: {},
};

export function valuesOf(source: Source): WebhookValues {
  const { name, mailbox, mode, mapping } = source;
  const parts = Object.entries(mapping ?? {}).flatMap(([part, place]) =>
    place === undefined ? [] : [[part, placeText(place)] as const],
  );
  return {
    ...{ name, mailbox, mode, rate: String(source.rate_per_minute) },
    kind: mapping ? 'mapped' : 'mail',
    parts: Object.fromEntries(parts),
  };
}

/** What the server is asked to keep; may hold what it will not take. */
export function settingsOf({ name, mailbox, mode, rate, kind, parts }: WebhookValues): WebhookSettings {
  return {
    ...{ name: name.trim(), mailbox, mode },
    rate_per_minute: rate.trim() === '' ? NaN : Number(rate),
    mapping: kind === 'mail' ? null : mappingOf(parts),
  };
}

/** Names of the fields whose values do not fit. */
export function wrongFields(settings: WebhookSettings): ReadonlySet<string> {
  const { error } = createSource.body.safeParse(settings);
  const issues = error?.issues ?? [];
  return new Set(issues.map(({ path: [first, part] }) => String(first === 'mapping' ? part : first)));
}

type Place = NonNullable<SourceMapping[keyof SourceMapping]>;

function mappingOf(parts: WebhookValues['parts']): SourceMapping {
  const given = Object.entries(parts).filter(([, text]) => text.trim() !== '');
  const mapping = given.map(([part, text]) => [part, placeOf(part, text.trim())] as const);
  // Complete or not: what is missing is found wrong by the contract's own schema.
  return Object.fromEntries(mapping) as unknown as SourceMapping;
}

function placeOf(part: string, text: string): Place {
  if (text.startsWith('=')) return { text: text.slice(1).trim() };
  if (part !== 'body' || !text.includes(',')) return text;
  return text
    .split(',')
    .map((place) => place.trim())
    .filter((place) => place !== '');
}

function placeText(place: Place): string {
  if (typeof place === 'string') return place;
  return Array.isArray(place) ? place.join(', ') : `=${place.text}`;
}
