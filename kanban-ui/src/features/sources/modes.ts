import { DoorMode } from '@pebble/contract/door-values';
import { texts } from '../../messages/sources.ts';

/** Choices of a door's mode. */
export const MODES = DoorMode.options.map((mode) => [mode, texts.modeChoices[mode]] as const);
