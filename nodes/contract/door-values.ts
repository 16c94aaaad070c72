// Generated from core-api/contract/src/door-values.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { Rehearsal } from './rehearsal';
import { Id, Timestamp } from './values';

/** `shadow` takes nothing: it only reports what `live` would do. */
export const DoorMode = z.enum(['live', 'shadow']);
export type DoorMode = z.infer<typeof DoorMode>;

/** Written every few seconds: for looking at. The event log is what counts exactly. */
export const DoorCounts = z.object({
  received: z.number().int(),
  accepted: z.number().int(),
  refused: z.number().int(),
  last_at: Timestamp.nullable(),
});
export type DoorCounts = z.infer<typeof DoorCounts>;

/** A mail that a door did not take: in shadow mode because it only reports, in live mode because it could not. */
export const DoorReport = z.object({
  id: Id,
  at: Timestamp,
  mode: DoorMode,
  /** What names the mail at the other side: its webhook-id, or UIDVALIDITY and UID. */
  key: z.string(),
  from: z.string().nullable(),
  subject: z.string().nullable(),
  /** Bytes; null when unknown. */
  size: z.number().int().nullable(),
  /** In live mode always `rejected`, with the reason. */
  rehearsal: Rehearsal,
});
export type DoorReport = z.infer<typeof DoorReport>;
