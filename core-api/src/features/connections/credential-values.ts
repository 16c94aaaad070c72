import type { Auth } from '@pebble/kit/auth';
import { InputError } from '@pebble/kit/errors';
import { readInput } from '@pebble/kit/read-input';
import { misfit } from './misfit.ts';

export type Values = Record<string, string>;

/** A credential as it is stored: what may be seen, and what is sealed. */
export interface Split {
  plain: Values;
  secrets: Values;
}

/** An address with user information, which would be shown and logged with the rest of it. */
const WITH_PASSWORD = /^\s*[a-z][a-z0-9+.-]*:[/\\]{2}[^/?#\\]*@/i;

/**
 * Checks values against the fields of an auth and completes them with defaults.
 *
 * @throws ApiProblem invalid_request that names the field
 */
export function splitValues({ fields }: Auth, given: Values): Split {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    throw misfit(`values.${unknown}`, `is no field here; there are ${Object.keys(fields).join(', ')}`);
  }
  const read = Object.entries(demandFit(fields, given)) as [string, string | undefined][];
  const split: Split = { plain: {}, secrets: {} };
  for (const [name, value] of read) {
    if (value === undefined) continue;
    if (fields[name]?.kind !== 'secret' && WITH_PASSWORD.test(value)) {
      throw misfit(
        `values.${name}`,
        'must not hold a name or password before the host; it is shown to others',
      );
    }
    (fields[name]?.kind === 'secret' ? split.secrets : split.plain)[name] = value;
  }
  return split;
}

/**
 * The stored credential with some values changed; an empty text clears a field. Whoever changes where a secret is sent must know
 * it: otherwise a look at another server's log would show it.
 *
 * @throws ApiProblem invalid_request that names the field
 */
export function changeValues(auth: Auth, before: Split, given: Values): Split {
  const after = splitValues(auth, { ...before.plain, ...before.secrets, ...given });
  const forgotten = Object.keys(before.secrets).find(
    (name) => auth.fields[name] && given[name] === undefined,
  );
  if (forgotten !== undefined && !sameValues(before.plain, after.plain)) {
    throw misfit(`values.${forgotten}`, 'must be given again when a value that is no secret changes');
  }
  return after;
}

export function sameValues(a: Values, b: Values): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}

function demandFit(fields: Auth['fields'], given: Values): Record<string, unknown> {
  try {
    return readInput(fields, given);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const field = error.field === null ? 'values' : `values.${error.field}`;
    throw misfit(field, error.message.replace(/^Field "[^"]*" /, '').replace(/^is required$/, 'is needed'));
  }
}
