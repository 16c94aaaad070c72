import type { Fields, InputOf } from './field.ts';
import { readInput } from './read-input.ts';

interface Draft<Client, F extends Fields> {
  /** Snake case, unique in its connector; never renamed, because flows hold it. */
  name: string;
  label: string;
  /** What it does, and whether it is safe to repeat. */
  help: string;
  /** True when a second run with the same input changes nothing more. Hosts only repeat such a call on their own. */
  idempotent: boolean;
  fields: F;
  run(client: Client, input: InputOf<F>): Promise<unknown>;
}

/** An operation whose `run` takes raw input and reads it against the fields first. */
export interface Operation<Client> {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly idempotent: boolean;
  readonly fields: Fields;
  /** The output is plain JSON. Throws a ConnectorError. */
  run(client: Client, raw: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Declares an operation. No host can forget to validate, because the validation is inside. */
export function operation<Client, F extends Fields>(draft: Draft<Client, F>): Operation<Client> {
  return { ...draft, run: async (client, raw) => draft.run(client, readInput(draft.fields, raw)) };
}
