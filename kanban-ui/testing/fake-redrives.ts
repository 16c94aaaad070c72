import type { SyncErrorSelection } from '@pebble/contract/dead-letters';
import type { Redrive, RedriveItem, RedriveItemState } from '@pebble/contract/redrives';
import { CANARY_STEPS } from '@pebble/contract/redrives';
import { randomUUID } from 'node:crypto';
import type { FakeLetters } from './fake-letters.ts';
import { FakeProblem } from './fake-problem.ts';
import type { FakeWorld } from './fake-world.ts';

interface Running {
  redrive: Omit<Redrive, RedriveItemState>;
  items: RedriveItem[];
}

/** Redrives in memory: one, ten, all, and no further when a canary dies. */
export class FakeRedrives {
  readonly #world: FakeWorld;
  readonly #letters: FakeLetters;
  readonly #all: Running[] = [];

  constructor(world: FakeWorld, letters: FakeLetters) {
    this.#world = world;
    this.#letters = letters;
  }

  start(selection: SyncErrorSelection, rate: number, by: string): Redrive {
    const letters = this.#letters.selected(selection).toReversed();
    if (letters.length === 0) throw new FakeProblem('nothing_to_redrive');
    const running: Running = {
      redrive: {
        id: randomUUID(),
        state: 'running',
        selection,
        rate_per_second: rate,
        step: 1,
        total: letters.length,
        reason: null,
        created_by: by,
        created_at: new Date().toISOString(),
        finished_at: null,
      },
      items: letters.map(({ id, tracking_id, edited }, at) => ({
        ...{ sync_error_id: id, tracking_id, edited, position: at + 1, state: 'waiting' },
        ...{ reason: null, sent_at: null, settled_at: null },
      })),
    };
    this.#all.unshift(running);
    this.#world.tell('redrive.started');
    this.#goOn(running, by);
    return shown(running);
  }

  list(): Redrive[] {
    return this.#all.map(shown);
  }

  find(id: string | undefined): Running {
    const running = this.#all.find(({ redrive }) => redrive.id === id);
    if (!running) throw new FakeProblem('not_found');
    return running;
  }

  show(id: string | undefined): Redrive {
    return shown(this.find(id));
  }

  stop(running: Running, reason: string): Redrive {
    for (const item of running.items) if (item.state === 'waiting') item.state = 'left';
    if (running.redrive.state === 'running') this.#end(running, 'stopped', reason);
    return shown(running);
  }

  /** Sends the next mail, waits for it, and goes on from there. */
  #goOn(running: Running, by: string): void {
    const { redrive, items } = running;
    const item = items.find(({ state }) => state === 'waiting');
    if (redrive.state !== 'running') return;
    if (!item) return this.#end(running, 'finished', null);
    redrive.step = item.position === 1 ? 1 : item.position <= 11 ? 2 : 3;
    item.state = 'under_way';
    item.sent_at = new Date().toISOString();
    this.#letters.change(item.sync_error_id, { status: 'redriven' });
    this.#world.tell('dead_letter.redriven');
    setTimeout(() => {
      const through = this.#letters.revive(item.sync_error_id, by);
      item.state = through ? 'succeeded' : 'died';
      item.reason = through
        ? 'Its mail is on a card.'
        : this.#letters.find(item.sync_error_id).detail.message;
      item.settled_at = new Date().toISOString();
      const left = items.filter(({ state }) => state === 'waiting').length;
      if (!through && redrive.step <= CANARY_STEPS.length && left > 0)
        this.stop(
          running,
          `At step ${redrive.step} of 3 a mail died again (${item.reason}), so the other ${left} were left alone.`,
        );
      this.#goOn(running, by);
    }, 1000 / redrive.rate_per_second).unref();
  }

  #end({ redrive }: Running, state: 'finished' | 'stopped', reason: string | null): void {
    Object.assign(redrive, { state, reason, finished_at: new Date().toISOString() });
    this.#world.tell('redrive.finished');
  }
}

function shown({ redrive, items }: Running): Redrive {
  const number = (state: RedriveItemState): number => items.filter((item) => item.state === state).length;
  return {
    ...redrive,
    waiting: number('waiting'),
    under_way: number('under_way'),
    succeeded: number('succeeded'),
    died: number('died'),
    skipped: number('skipped'),
    left: number('left'),
  };
}
