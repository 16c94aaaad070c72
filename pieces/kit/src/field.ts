/** Every kind of field that all hosts can show. A kind enters this list only when all of them can. */
export type FieldKind = 'text' | 'longText' | 'number' | 'boolean' | 'choice' | 'json' | 'dateTime' | 'list';

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

// Read off the options instead of inferred on its own: TypeScript would widen it to boolean where fields are listed.
type Required<O> = O extends { required: true } ? true : false;

/** One line of text. */
export function text<const O extends Options>(label: string, options: O): Field<string, Required<O>, 'text'> {
  return field('text', label, options);
}

/** Text of many lines. */
export function longText<const O extends Options>(
  label: string,
  options: O,
): Field<string, Required<O>, 'longText'> {
  return field('longText', label, options);
}

export function number<const O extends Options>(
  label: string,
  options: O,
): Field<number, Required<O>, 'number'> {
  return field('number', label, options);
}

export function boolean<const O extends Options>(
  label: string,
  options: O,
): Field<boolean, Required<O>, 'boolean'> {
  return field('boolean', label, options);
}

/** One of a fixed set, given as value to label. */
export function choice<const O extends Options & { choices: Readonly<Record<string, string>> }>(
  label: string,
  options: O,
): Field<keyof O['choices'] & string, Required<O>, 'choice'> {
  return { ...field('choice', label, options), choices: options.choices };
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

function field<V, O extends Options, K extends FieldKind | AuthFieldKind>(
  kind: K,
  label: string,
  options: O,
): Field<V, Required<O>, K> {
  // The cast states what Required<O> computes from the same value.
  return { kind, label, help: options.help, required: (options.required ?? false) as Required<O> };
}
