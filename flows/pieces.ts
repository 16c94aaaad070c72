import type { Connector } from '@pebble/kit/connector';
import { classifier } from '@pebble/piece-classifier/connector';
import { dedupe } from '@pebble/piece-dedupe/connector';
import { dlq } from '@pebble/piece-dlq/connector';
import { pebble } from '@pebble/piece-pebble/connector';

/** The pieces that flows may use, by package name: the one place where the rest of the project meets a piece. */
export const PIECES: Readonly<Record<string, Connector>> = {
  '@pebble/piece-classifier': classifier,
  '@pebble/piece-dedupe': dedupe,
  '@pebble/piece-dlq': dlq,
  '@pebble/piece-pebble': pebble,
};
