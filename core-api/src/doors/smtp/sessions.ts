import type { SMTPServer } from 'smtp-server';

/** Ends sessions that have lasted too long, or all of them, but not in the middle of a mail that is being taken. */
export class Sessions {
  private readonly maxAgeMs: number;
  private readonly ages = new Map<string, NodeJS.Timeout>();
  private readonly busy = new Set<string>();
  private readonly leaving = new Map<string, string>();
  private server: SMTPServer | null = null;

  constructor(maxAgeMs: number) {
    this.maxAgeMs = maxAgeMs;
  }

  /** The server is made with handlers that need this object, so it comes later. */
  attach(server: SMTPServer): void {
    this.server = server;
  }

  open(id: string): void {
    const timer = setTimeout(() => this.dismiss(id, 'The session has lasted long enough'), this.maxAgeMs);
    this.ages.set(id, timer.unref());
  }

  close(id: string): void {
    clearTimeout(this.ages.get(id));
    this.ages.delete(id);
    this.leaving.delete(id);
  }

  /** Marks the session as busy with a mail until the work is done; a dismissal waits for that. */
  async during<T>(id: string, work: () => Promise<T>): Promise<T> {
    this.busy.add(id);
    try {
      return await work();
    } finally {
      this.busy.delete(id);
      const why = this.leaving.get(id);
      // After the reply, which is written by whoever waits for this promise.
      if (why !== undefined) setImmediate(() => this.cut(id, why));
    }
  }

  /** Ends the session now, or as soon as its mail has been answered. */
  dismiss(id: string, why: string): void {
    if (this.busy.has(id)) this.leaving.set(id, why);
    else this.cut(id, why);
  }

  dismissAll(why: string): void {
    for (const id of this.ages.keys()) this.dismiss(id, why);
  }

  /** Ends the session whatever it is doing. */
  cut(id: string, why: string): void {
    for (const connection of this.server?.connections ?? []) {
      if (connection.session.id === id) connection.send(421, why, false);
    }
  }
}
