// Generated from pieces/kit/src/operation.ts by `npm run nodes:generate`: change it there.
import type { Fields, FileValue, InputOf } from './field';
import { InputError } from './errors';
import { readInput } from './read-input';

/** What an operation may use of its host besides the client. */
export interface OperationContext {
  /** Hands a file to the host. The reference goes into the output, and a later step's `file` field takes it. */
  writeFile(file: FileValue): Promise<string>;
}

interface Draft<Client, F extends Fields> {
  /** Snake case, unique in its connector; never renamed, because flows hold it. */
  name: string;
  label: string;
  /** What it does, and whether it is safe to repeat. */
  help: string;
  /** What it is about, such as `Message`; hosts that sort operations by subject show it. */
  group?: string;
  /** True when a second run with the same input changes nothing more. Hosts only repeat such a call on their own. */
  idempotent: boolean;
  fields: F;
  run(client: Client, input: InputOf<F>, context: OperationContext): Promise<unknown>;
}

/** An operation whose `run` takes raw input and reads it against the fields first. */
export interface Operation<Client> {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly group?: string;
  readonly idempotent: boolean;
  readonly fields: Fields;
  /** The output is plain JSON. Throws a ConnectorError. */
  run(client: Client, raw: Readonly<Record<string, unknown>>, context?: OperationContext): Promise<unknown>;
}

const NO_FILES: OperationContext = {
  writeFile: async () => {
    throw new InputError('Files cannot be kept here');
  },
};

/** Declares an operation. No host can forget to validate, because the validation is inside. */
export function operation<Client, F extends Fields>(draft: Draft<Client, F>): Operation<Client> {
  return {
    ...draft,
    run: async (client, raw, context = NO_FILES) => draft.run(client, readInput(draft.fields, raw), context),
  };
}
