import { EVENT_TYPES, type EventType } from '@pebble/contract/event-types';
import { z } from 'zod';

/** `1.2.3` and nothing else: no range, no prerelease (Activepieces refuses those). */
export const ExactVersion = z.string().regex(/^\d+\.\d+\.\d+$/, 'must be an exact version such as 1.2.3');

const shown = { label: z.string().min(1).max(100), help: z.string().min(1).max(500) };

/** A setting of a flow that a client may change, within what is declared here. */
export const Knob = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('number'),
    ...shown,
    min: z.number(),
    max: z.number(),
    default: z.number(),
  }),
  z.strictObject({ type: z.literal('boolean'), ...shown, default: z.boolean() }),
  z.strictObject({
    type: z.literal('choice'),
    ...shown,
    /** Value to label. */
    choices: z.record(z.string().min(1), z.string().min(1)),
    default: z.string(),
  }),
  z.strictObject({
    type: z.literal('text'),
    ...shown,
    maxLength: z.number().int().min(1).max(10_000),
    default: z.string(),
  }),
]);
export type Knob = z.infer<typeof Knob>;

const eventTypes = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

/** What `manifest.json` beside a flow says about it. */
export const Manifest = z.strictObject({
  /** Equal to the folder's name; never changes. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,99}$/, 'must be kebab case'),
  version: ExactVersion,
  purpose: z.string().min(1).max(500),
  /** Package name of each piece that the flow uses, and its exact version. */
  pieces: z.record(z.string(), ExactVersion),
  /** Events of the contract that start the flow, and those that it causes. */
  events: z.strictObject({ in: z.array(z.enum(eventTypes)), out: z.array(z.enum(eventTypes)) }),
  knobs: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be snake case'), Knob),
});
export type Manifest = z.infer<typeof Manifest>;
