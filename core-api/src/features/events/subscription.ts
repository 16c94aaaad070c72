import type { Event } from '@pebble/contract/events';
import type { StreamItem } from '../../http/route.ts';
import { comparePositions, positionOf, type LogPosition } from './log-position.ts';
import { Pause } from './pause.ts';

export type EventItem = StreamItem<Event>;

export const KEEP_ALIVE: EventItem = { id: null, data: null };

/** One reader's buffer between the loop that reads for many and a client that takes its own time. */
export class Subscription {
  readonly #capacity: number;
  readonly #pause = new Pause();
  #waiting: Event[] = [];
  #from: LogPosition | null = null;

  /** @param capacity most events that may wait for the client */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get closed(): boolean {
    return this.#pause.closed;
  }

  /** Leaves out what the client has had by other ways. */
  startAfter(position: LogPosition): void {
    this.#from = position;
  }

  /** A client that falls too far behind is closed, with its buffer thrown away: it comes back with its Last-Event-ID. */
  push(events: readonly Event[]): void {
    const from = this.#from;
    const wanted = from ? events.filter((event) => comparePositions(positionOf(event.id), from) > 0) : events;
    if (wanted.length === 0 || this.closed) return;
    if (this.#waiting.length + wanted.length > this.#capacity) return this.close();
    this.#waiting.push(...wanted);
    this.#pause.ring();
  }

  close(): void {
    this.#waiting = [];
    this.#pause.close();
  }

  /** Everything pushed, until closed, with a keep-alive after each `keepAliveMs` of silence. */
  async *items(keepAliveMs: number): AsyncGenerator<EventItem> {
    while (!this.closed) {
      const idle = this.#waiting.length === 0;
      const rung = idle && (await this.#pause.wait({ atLeast: 0, atMost: keepAliveMs }));
      const event = this.#waiting.shift();
      if (event) yield toItem(event);
      else if (!rung) yield KEEP_ALIVE;
    }
  }
}

export function toItem(event: Event): EventItem {
  return { id: event.id, data: event };
}
