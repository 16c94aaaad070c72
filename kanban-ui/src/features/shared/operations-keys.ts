import type { SyncErrorStatus } from '@pebble/contract/dead-letters';
import type { ImportState, RowResult } from '@pebble/contract/imports';
import type { InboundState } from '@pebble/contract/ingestion';
import type { NoiseKind } from '@pebble/contract/noise';
import type { RedriveItemState } from '@pebble/contract/redrives';

/** What a list of dead letters shows; null and `''` stand for whatever it is. */
export interface LetterFilter {
  status: SyncErrorStatus | null;
  fingerprint: string | null;
  entityId: string | null;
  /** Words of the message. */
  text: string;
}

export type CauseFilter = Pick<LetterFilter, 'entityId'> & { status: SyncErrorStatus };

/** What the list of received mail shows; null and `''` stand for whatever it is. */
export interface MailFilter {
  state: InboundState | null;
  noiseKind: NoiseKind | null;
  /** An address, or a domain with its subdomains. */
  sender: string;
  entityId: string | null;
  /** Words of subject and sender. */
  text: string;
  /** Name of a period that ends now. */
  period: string;
}

/** The lists of senders that people keep. */
export type SenderListName = 'blocked' | 'authorised' | 'global';

/**
 * Names under which the query cache holds what the screens of operations show. The event stream refreshes by the beginnings:
 * whatever stands below `mails` is read again when mail moves.
 */
export const operationsKeys = {
  deadLetters: ['dead-letters'] as const,
  deadLetterCount: ['dead-letters', 'count'] as const,
  redrives: ['redrives'] as const,
  mails: ['mails'] as const,
  mailCounts: ['mails', 'counts'] as const,
  senders: ['senders'] as const,
  imports: ['imports'] as const,
  sources: ['sources'] as const,
  flows: ['flows'] as const,
  backtests: ['backtests'] as const,
  connections: ['connections'] as const,
  receipts: ['receipts'] as const,
};

export const letterKeys = {
  causes: (filter: CauseFilter) => [...operationsKeys.deadLetters, 'causes', filter] as const,
  list: (filter: LetterFilter) => [...operationsKeys.deadLetters, 'list', filter] as const,
  one: (id: string) => [...operationsKeys.deadLetters, 'one', id] as const,
};

export const redriveKeys = {
  latest: [...operationsKeys.redrives, 'latest'] as const,
  one: (id: string) => [...operationsKeys.redrives, 'one', id] as const,
  items: (id: string, state: RedriveItemState | null) =>
    [...operationsKeys.redrives, 'items', id, state] as const,
};

export const importKeys = {
  list: (state: ImportState | null) => [...operationsKeys.imports, 'list', state] as const,
  one: (id: string) => [...operationsKeys.imports, 'one', id] as const,
  preview: (id: string) => [...operationsKeys.imports, 'preview', id] as const,
  rows: (id: string) => [...operationsKeys.imports, 'rows', id] as const,
  rowsOf: (id: string, result: RowResult | null) => [...importKeys.rows(id), result] as const,
};

export const sourceKeys = {
  webhooks: [...operationsKeys.sources, 'webhooks'] as const,
  accounts: [...operationsKeys.sources, 'accounts'] as const,
  reports: (door: 'webhooks' | 'accounts', id: string) =>
    [...operationsKeys.sources, 'reports', door, id] as const,
};

/** Addresses at which the organisation receives mail; nobody changes them here. */
export const mailboxesKey = ['mailboxes'] as const;

export const mailKeys = {
  list: (filter: MailFilter) => [...operationsKeys.mails, 'list', filter] as const,
  one: (id: string) => [...operationsKeys.mails, 'one', id] as const,
};

export const senderKeys = {
  entries: (list: SenderListName, text: string) =>
    [...operationsKeys.senders, 'entries', list, text] as const,
  decision: (address: string) => [...operationsKeys.senders, 'decision', address] as const,
  refused: (text: string) => [...operationsKeys.senders, 'refused', text] as const,
  loops: [...operationsKeys.senders, 'loops'] as const,
  rights: [...operationsKeys.senders, 'rights'] as const,
  noisePolicy: [...operationsKeys.senders, 'noise-policy'] as const,
};
