import type { FeedPush } from '@pebble/contract/mail-feeds';
import type { z } from 'zod';
import type { Connectors } from '../connections/connectors.ts';
import { mailTrigger } from './feed-source.ts';

export interface PushColumns {
  enabled: boolean;
  push: boolean;
  connector: string;
  /** Null when nothing was asked for yet. */
  registered: boolean | null;
  push_failure: string | null;
  push_expires_at: Date | null;
  push_last_call_at: Date | null;
}

/** What this installation can offer to those who would wake it. */
export interface PushOffer {
  publicUrl: string | null;
  connectors: Connectors;
}

export function showPush(row: PushColumns, offer: PushOffer): z.input<typeof FeedPush> {
  const times = {
    expires_at: row.push_expires_at?.toISOString() ?? null,
    last_call_at: row.push_last_call_at?.toISOString() ?? null,
  };
  const off = whyOff(row, offer);
  if (off !== null) return { state: 'off', detail: off, ...times };
  if (row.push_failure !== null) return { state: 'failing', detail: row.push_failure, ...times };
  return { state: row.registered ? 'active' : 'waiting', detail: null, ...times };
}

function whyOff(
  { enabled, push, connector }: PushColumns,
  { publicUrl, connectors }: PushOffer,
): string | null {
  if (!enabled) return 'The feed is switched off.';
  if (!push) return 'It is switched off; the folder is polled.';
  const known = connectors.find(connector);
  if (known && !mailTrigger(known)?.push) return `${known.label} cannot wake us; the folder is polled.`;
  if (publicUrl !== null) return null;
  return 'PUBLIC_URL is not set, so nobody can call us; the folder is polled. Ask your operator to set it.';
}
