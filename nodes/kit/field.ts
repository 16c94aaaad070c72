// Generated from pieces/kit/src/field.ts by `npm run nodes:generate`: change it there.
/** Every kind of field that all hosts can show. A kind enters this list only when all of them can. */
export type FieldKind =
  'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'lookup' | 'json' | 'dateTime' | 'list' | 'file';

/** Fields of a credential; `secret` is masked by hosts and never shown again. */
export type AuthFieldKind = 'text' | 'choice' | 'secret';

/** One input: `V` is the type of its value, `R` whether it must be there. */
export interface Field<
  V = unknown,
  R extends boolean = boolean,
  K extends FieldKind | AuthFieldKind = FieldKind,
> {
  readonly kind: K;
  readonly label: string;
  readonly help: string;
  readonly required: R;
  /** Of a `choice`: value to label, in the order to show. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Of a `lookup`: name of the connector's lookup, and the fields that it needs filled in first. */
  readonly lookup?: { readonly name: string; readonly needs: readonly string[] };
  /** What hosts fill in, and what is taken when nothing is given. */
  readonly default?: V;
  /** Never set; carries the value's type. */
  readonly value?: V;
}

/** Fields by name, in the order to show; required ones come first. */
export type Fields = Readonly<Record<string, Field>>;
export type AuthFields = Readonly<Record<string, Field<string, boolean, AuthFieldKind>>>;

type ValueOf<F> = F extends { readonly value?: infer V } ? V : never;
type Needed<F> = { [N in keyof F]: F[N] extends { readonly required: true } ? N : never }[keyof F];

/** The input of an operation with these fields: a field that is not required may be undefined. */
export type InputOf<F> = { [N in Needed<F>]: ValueOf<F[N]> } & {
  [N in Exclude<keyof F, Needed<F>>]?: ValueOf<F[N]> | undefined;
};

interface Options {
  help: string;
  required?: boolean;
}

/** A field with a default is never undefined, whether required or not: say `required: true` with it. */
interface TextOptions extends Options {
  default?: string;
}

// Read off the options instead of inferred on its own: TypeScript would widen it to boolean where fields are listed.
type Required<O> = O extends { required: true } ? true : false;

/** One line of text. */
export function text<const O extends TextOptions>(
  label: string,
  options: O,
): Field<string, Required<O>, 'text'> {
  return withDefault(field('text', label, options), options.default);
}

/** Text of many lines. */
export function longText<const O extends Options>(
  label: string,
  options: O,
): Field<string, Required<O>, 'longText'> {
  return field('longText', label, options);
}

export function number<const O extends Options & { default?: number }>(
  label: string,
  options: O,
): Field<number, Required<O>, 'number'> {
  return withDefault(field('number', label, options), options.default);
}

export function boolean<const O extends Options & { default?: boolean }>(
  label: string,
  options: O,
): Field<boolean, Required<O>, 'boolean'> {
  return withDefault(field('boolean', label, options), options.default);
}

/** One of a fixed set, given as value to label. */
export function choice<
  const O extends Options & { choices: Readonly<Record<string, string>>; default?: string },
>(label: string, options: O): Field<keyof O['choices'] & string, Required<O>, 'choice'> {
  const drawn: Field<keyof O['choices'] & string, Required<O>, 'choice'> = field('choice', label, options);
  // The suite checks that the default is among the choices.
  return { ...withDefault(drawn, options.default as keyof O['choices'] & string), choices: options.choices };
}

/**
 * One of a set that the vendor holds, such as the folders of a mailbox. Hosts offer what the connector's lookup `from` finds, and
 * take any other text too, because the account may not be allowed to look.
 */
export function lookup<const O extends TextOptions & { from: string; needs?: readonly string[] }>(
  label: string,
  options: O,
): Field<string, Required<O>, 'lookup'> {
  const drawn: Field<string, Required<O>, 'lookup'> = field('lookup', label, options);
  return {
    ...withDefault(drawn, options.default),
    lookup: { name: options.from, needs: options.needs ?? [] },
  };
}

/** A file. A flow passes the host's reference to it; the operation gets name, type and bytes. */
export function file<const O extends Options>(
  label: string,
  options: O,
): Field<FileValue, Required<O>, 'file'> {
  return field('file', label, options);
}

export interface FileValue {
  name: string;
  /** Media type, such as `application/pdf`. */
  content_type: string;
  bytes: Uint8Array;
}

/** An object or a list of any shape. */
export function json<const O extends Options>(label: string, options: O): Field<Json, Required<O>, 'json'> {
  return field('json', label, options);
}

/** An instant; the operation gets it in ISO 8601, UTC. */
export function dateTime<const O extends Options>(
  label: string,
  options: O,
): Field<string, Required<O>, 'dateTime'> {
  return field('dateTime', label, options);
}

/** A list of texts. */
export function list<const O extends Options>(
  label: string,
  options: O,
): Field<string[], Required<O>, 'list'> {
  return field('list', label, options);
}

/** A credential's secret; only allowed in `auth`. */
export function secret<const O extends Options>(
  label: string,
  options: O,
): Field<string, Required<O>, 'secret'> {
  return field('secret', label, options);
}

export type Json = Record<string, unknown> | unknown[];

function withDefault<F extends Field>(drawn: F, value: F['default'] | undefined): F {
  return value === undefined ? drawn : { ...drawn, default: value };
}

function field<V, O extends Options, K extends FieldKind | AuthFieldKind>(
  kind: K,
  label: string,
  options: O,
): Field<V, Required<O>, K> {
  // The cast states what Required<O> computes from the same value.
  return { kind, label, help: options.help, required: (options.required ?? false) as Required<O> };
}
