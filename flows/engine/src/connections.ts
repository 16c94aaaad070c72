import type { Http } from '@pebble/kit/http';
import type { SessionSlot } from '@pebble/kit/session';
import { AuthError } from '@pebble/kit/errors';

/** A connection as a run uses it. */
export interface Connection {
  /** Values by the names of the auth's fields. */
  credential: Readonly<Record<string, unknown>>;
  /** Name of the auth that they are for; the connector's first when left out. */
  auth?: string;
  /** Where its session is kept; without it, each call signs in by itself. */
  session?: SessionSlot;
  /** The way to the other system, with what guards it; that of the run when left out. */
  http?: Http;
  /** Name of the connector that it is for, if that is known. */
  connector?: string;
}

/** Finds a connection by its name; null when there is none. Asked at most once for each name and run, when a step needs it. */
export type FindConnection = (name: string) => Promise<Connection | null>;

/** The connections of one run: those that it was given, and those that were found on the way. */
export class RunConnections {
  /** Values by name, for expressions. What is not opened yet is not there. */
  readonly values: Record<string, Readonly<Record<string, unknown>>>;
  private readonly find: FindConnection;
  private readonly opened = new Map<string, Promise<Connection>>();

  constructor(
    given: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    find: FindConnection = async () => null,
  ) {
    this.values = Object.assign(Object.create(null) as RunConnections['values'], given);
    for (const [name, credential] of Object.entries(given))
      this.opened.set(name, Promise.resolve({ credential }));
    this.find = find;
  }

  /** @throws AuthError when there is none of this name; whatever keeps it from being opened */
  open(name: string): Promise<Connection> {
    const known = this.opened.get(name);
    if (known) return known;
    const opening = this.look(name);
    this.opened.set(name, opening);
    // A look that failed, because the database was away for instance, may be repeated by the step's next attempt.
    opening.catch(() => this.opened.delete(name));
    return opening;
  }

  private async look(name: string): Promise<Connection> {
    const found = await this.find(name);
    if (!found)
      throw new AuthError(`There is no connection "${name}". Create one of this name, and run it again.`);
    this.values[name] = found.credential;
    return found;
  }
}
