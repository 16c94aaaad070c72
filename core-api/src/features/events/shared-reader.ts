import type { Event } from '@pebble/contract/events';
import type { Logger } from 'pino';
import { comparePositions, type LogPosition } from './log-position.ts';
import { Pause } from './pause.ts';
import type { EventPage } from './read-events.ts';
import type { Subscription } from './subscription.ts';

/** Least time between two reads: a burst of commits costs one. */
const BREATH_MS = 10;
/** How soon to look again when a running transaction holds events back; doubles up to the longest. */
const HELD_MS = { first: 25, longest: 200 };
/** How soon to look without any wake. */
const FALLBACK_MS = 2_000;
const AFTER_FAILURE_MS = 1_000;

interface ReaderParts {
  read: (after: LogPosition) => Promise<EventPage>;
  log: Logger;
  /** Longest time between two reads. */
  fallbackMs?: number | undefined;
}

/** Reads the log once for all subscribers of one scope. */
export class SharedReader {
  readonly #read: (after: LogPosition) => Promise<EventPage>;
  readonly #log: Logger;
  readonly #fallbackMs: number;
  readonly #subscriptions = new Set<Subscription>();
  readonly #pause = new Pause();
  #position: LogPosition | null = null;
  #running: Promise<void> | null = null;

  constructor({ read, log, fallbackMs = FALLBACK_MS }: ReaderParts) {
    this.#read = read;
    this.#log = log;
    this.#fallbackMs = fallbackMs;
  }

  /** True when events after `position` have been handed out already, so that who stands there must catch up first. */
  isAheadOf(position: LogPosition): boolean {
    return this.#position !== null && comparePositions(this.#position, position) > 0;
  }

  /** From now on the subscription gets every event after `position`. The first one decides where reading starts. */
  join(subscription: Subscription, position: LogPosition): void {
    subscription.startAfter(position);
    this.#subscriptions.add(subscription);
    this.#position ??= position;
    this.#running ??= this.#run(this.#position);
  }

  leave(subscription: Subscription): void {
    this.#subscriptions.delete(subscription);
  }

  ring(): void {
    this.#pause.ring();
  }

  async close(): Promise<void> {
    this.#pause.close();
    await this.#running;
  }

  async #run(start: LogPosition): Promise<void> {
    let position = start;
    let held = HELD_MS.first;
    while (!this.#pause.closed) {
      const page = await this.#tryRead(position);
      if (page) {
        position = page.next;
        this.#position = position;
        this.#handOut(page.events);
        held = page.events.length > 0 ? HELD_MS.first : Math.min(held * 2, HELD_MS.longest);
      }
      if (!page?.full) await this.#pause.wait(this.#restAfter(page, held));
    }
  }

  async #tryRead(position: LogPosition): Promise<EventPage | null> {
    try {
      return await this.#read(position);
    } catch (error) {
      // Nobody is cut off: with the database back, the loop goes on where it stood.
      this.#log.warn({ err: error }, 'the event log cannot be read; trying again');
      return null;
    }
  }

  #handOut(events: readonly Event[]): void {
    for (const subscription of this.#subscriptions) subscription.push(events);
  }

  #restAfter(page: EventPage | null, held: number): { atLeast: number; atMost: number } {
    if (!page) return { atLeast: AFTER_FAILURE_MS, atMost: AFTER_FAILURE_MS };
    return { atLeast: BREATH_MS, atMost: page.held ? held : this.#fallbackMs };
  }
}
