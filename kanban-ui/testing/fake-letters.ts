import type {
  SyncErrorCause,
  SyncErrorDetail,
  SyncErrorFilter,
  SyncErrorSelection,
  SyncErrorStatus,
} from '@pebble/contract/dead-letters';
import { SyncError } from '@pebble/contract/dead-letters';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import {
  causeOf,
  deadLetterOf,
  deathOf,
  readMail,
  type FakeCause,
  type FakeLetter,
  type KeptMail,
} from './fake-letter.ts';
import { judge } from './fake-judge.ts';
import { FakeProblem } from './fake-problem.ts';
import type { FakeWorld } from './fake-world.ts';

/** The dead letters of one tenant, in memory. */
export class FakeLetters {
  readonly #world: FakeWorld;
  readonly #letters = new Map<string, FakeLetter>();

  constructor(world: FakeWorld) {
    this.#world = world;
  }

  /** Takes a mail in: on a card, or dead. */
  accept(mail: KeptMail): void {
    const cause = causeOf(mail);
    if (cause) this.bury(mail, cause);
    else this.#world.addMail(readMail(mail));
  }

  bury(mail: KeptMail, cause: FakeCause, at = new Date().toISOString(), entity?: string): FakeLetter {
    const letter = deadLetterOf(mail, cause, at, entity);
    this.#letters.set(letter.detail.id, letter);
    this.#world.tell('mail.dead', { occurred_at: at });
    return letter;
  }

  find(id: string | undefined): FakeLetter {
    const letter = this.#letters.get(id ?? '');
    if (!letter) throw new FakeProblem('not_found');
    return letter;
  }

  list({ text, ...equal }: SyncErrorFilter & { status?: SyncErrorStatus }): SyncError[] {
    return [...this.#letters.values()]
      .map(({ detail }) => detail)
      .filter((letter) =>
        Object.entries(equal).every(([key, value]) => value === undefined || letter[key as 'id'] === value),
      )
      .filter(({ message }) => message.toLowerCase().includes(text?.toLowerCase() ?? ''))
      .toSorted((a, b) => b.last_died_at.localeCompare(a.last_died_at) || b.id.localeCompare(a.id))
      .map((detail) => SyncError.parse(detail));
  }

  selected(selection: SyncErrorSelection): SyncErrorDetail[] {
    const open =
      'ids' in selection
        ? [...this.#letters.keys()].filter((id) => selection.ids.includes(id))
        : this.list(selection.filter).map(({ id }) => id);
    return open.map((id) => this.find(id).detail).filter(({ status }) => status === 'open');
  }

  count() {
    const all = this.list({});
    const number = (status: SyncErrorStatus): number =>
      all.filter((letter) => letter.status === status).length;
    const open = all.filter(({ status }) => status === 'open');
    return {
      open: open.length,
      redriven: number('redriven'),
      resolved: number('resolved'),
      discarded: number('discarded'),
      causes: new Set(open.map(({ fingerprint }) => fingerprint)).size,
      oldest_open_at: open.map(({ created_at: at }) => at).toSorted()[0] ?? null,
    };
  }

  causes(status: SyncErrorStatus, entity_id: string | undefined): SyncErrorCause[] {
    const groups = Map.groupBy(this.list({ status, entity_id }), ({ fingerprint }) => fingerprint);
    return [...groups.values()].map(causeFrom).toSorted((a, b) => b.count - a.count);
  }

  /** Changes a letter; whoever saw the version before is late from now on. */
  change(id: string, change: Partial<SyncErrorDetail>): SyncErrorDetail {
    const letter = this.find(id);
    letter.detail = { ...letter.detail, ...change, version: letter.detail.version + 1 };
    return letter.detail;
  }

  edit(id: string, version: number, mail: KeptMail | null, who: string): SyncErrorDetail {
    const letter = this.find(id);
    if (letter.detail.status !== 'open') throw new FakeProblem('dead_letter_closed');
    if (letter.detail.version !== version) throw new FakeProblem('version_conflict');
    letter.edited = mail;
    const edit = mail && {
      version: version + 1,
      format: mail.format,
      bytes: mail.text.length,
      edited_by: who,
      edited_at: new Date().toISOString(),
    };
    const detail = this.change(id, { edit, edited: mail !== null });
    this.#world.tell(mail ? 'dead_letter.edited' : 'dead_letter.edit_dropped');
    return detail;
  }

  settle(id: string, status: 'resolved' | 'discarded', by: string, reason: string): void {
    this.change(id, { status, settled_by: by, settled_at: new Date().toISOString(), settled_reason: reason });
    this.#world.tell(`dead_letter.${status}`);
  }

  /** Sends a letter through once more. True when it got there. */
  revive(id: string, by: string): boolean {
    const { detail, original, edited } = this.find(id);
    const cause = causeOf(edited ?? original);
    if (!cause) {
      this.#world.addMail(readMail(edited ?? original));
      this.settle(id, 'resolved', by, 'Its mail is on a card.');
      return true;
    }
    const death = deathOf(cause, detail.deaths + 1, new Date().toISOString());
    const history = [death, ...detail.history];
    this.change(id, { ...death, status: 'open', deaths: death.number, last_died_at: death.died_at, history });
    this.#world.tell('mail.dead');
    return false;
  }

  rehearse(id: string, edited: boolean): Rehearsal {
    const letter = this.find(id);
    const mail = (edited ? letter.edited : null) ?? letter.original;
    const cause = causeOf(mail);
    const nothing = { board: null, column: null, card_id: null, reason: null, error: null, not_sent: [] };
    if (cause) {
      const { errorClass, message, step } = cause;
      const error = { error_class: errorClass, message, step };
      return { ...nothing, outcome: 'dead', error, flow: null, steps: [] };
    }
    const { subject, body } = readMail(mail);
    const { stream, abstained } = judge(`${subject} ${body}`);
    const step = {
      step: 'create_card',
      status: 'succeeded' as const,
      attempts: 1,
      duration_ms: 4,
      error_class: null,
    };
    const flow = { flow_id: 'email-triage', version: '1.0.0' };
    return {
      ...nothing,
      outcome: 'created',
      board: stream,
      column: abstained ? 'triage' : 'new',
      flow,
      steps: [step],
    };
  }
}

function causeFrom(letters: SyncError[]): SyncErrorCause {
  const [latest] = letters;
  if (!latest) throw new Error('a group has a member');
  const entities = [...Map.groupBy(letters, ({ entity_id: id }) => id).values()].map((group) => ({
    id: group[0]?.entity_id ?? '',
    name: group[0]?.entity_name ?? '',
    count: group.length,
  }));
  const senders = new Set(letters.map(({ from_address: from }) => from)).size;
  const { fingerprint, error_class, step, message, explanation, last_died_at, id } = latest;
  const touches = `${letters.length} mails from ${senders} senders to ${entities.map(({ name }) => name).join(' and ')} have no card yet.`;
  return {
    ...{ fingerprint, error_class, step, message, last_died_at, senders, entities },
    count: letters.length,
    first_died_at: letters.map(({ created_at: at }) => at).toSorted()[0] ?? last_died_at,
    explanation: { ...explanation, touches },
    example_id: id,
  };
}
