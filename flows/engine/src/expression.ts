import { AuthError } from '@pebble/kit/errors';
import { FlowRefused } from './flow-refused.ts';
import { parseReference, readPath, type Reference } from './reference.ts';

/** What expressions can see while a flow runs. */
export interface Scope {
  /** Output by step name; inside a loop it inherits from the scope around the loop. */
  outputs: Record<string, unknown>;
  connections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A value of the flow's JSON, compiled once. A constant one does not look at the scope. */
export interface Expression {
  constant: boolean;
  /** Throws AuthError when it needs a connection that is not there. */
  resolve(scope: Scope): unknown;
}

/** Where an expression stands: what it may refer to, and where the names of connections are gathered. */
export interface Place {
  step: string;
  /** Steps that may have run by then. */
  visible: ReadonlySet<string>;
  /** Null where a connection has no business: in the conditions of a router and the items of a loop. */
  connections: Set<string> | null;
}

/** Compiles a JSON value with its `{{…}}` references; object keys are not evaluated. Throws FlowRefused. */
export function compile(value: unknown, place: Place): Expression {
  if (typeof value === 'string') return compileText(value, place);
  if (Array.isArray(value)) {
    const members = value.map((member) => compile(member, place));
    return fold(members, value, (scope) => members.map((member) => member.resolve(scope)));
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => [key, compile(member, place)] as const);
    return fold(
      members.map(([, member]) => member),
      value,
      (scope) => Object.fromEntries(members.map(([key, member]) => [key, member.resolve(scope)])),
    );
  }
  return constant(value);
}

function compileText(text: string, place: Place): Expression {
  if (/ap-formula-v\d+::\{/.test(text)) throw new FlowRefused(place.step, 'formulas are not supported');
  const parts = splitText(text, place);
  // A text that is one token, blanks around it or not, keeps the type of what it refers to.
  const tokens = parts.filter((part) => typeof part !== 'string');
  const only = tokens[0];
  if (only === undefined) return constant(text);
  if (tokens.length === 1 && parts.every((part) => part === only || (part as string).trim() === '')) {
    return { constant: false, resolve: (scope) => resolveReference(only, scope) };
  }
  return {
    constant: false,
    resolve: (scope) =>
      parts.map((part) => (typeof part === 'string' ? part : asText(resolveReference(part, scope)))).join(''),
  };
}

/** Literal texts and references in turn. Throws FlowRefused for what is no plain reference. */
export function splitText(text: string, place: Place): (string | Reference)[] {
  const parts: (string | Reference)[] = [];
  let position = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', position)) {
    const close = text.indexOf('}}', open);
    const inner = text.slice(open + 2, close === -1 ? undefined : close).trim();
    const reference = close === -1 ? null : parseReference(inner);
    if (reference === null) {
      throw new FlowRefused(
        place.step,
        `"{{${inner}}}" is not a plain reference; JavaScript is not evaluated`,
      );
    }
    register(reference, place);
    if (open > position) parts.push(text.slice(position, open));
    parts.push(reference);
    position = close + 2;
  }
  if (position < text.length) parts.push(text.slice(position));
  return parts;
}

function register(reference: Reference, place: Place): void {
  if (reference.source === 'connection') {
    if (!place.connections)
      throw new FlowRefused(place.step, 'only the input of a piece may use a connection');
    place.connections.add(reference.name);
  } else if (!place.visible.has(reference.name)) {
    throw new FlowRefused(place.step, `it refers to "${reference.name}", which cannot have run by then`);
  }
}

function resolveReference(reference: Reference, scope: Scope): unknown {
  if (reference.source === 'step') return readPath(scope.outputs[reference.name], reference.path);
  if (!Object.hasOwn(scope.connections, reference.name)) {
    throw new AuthError(`Connection "${reference.name}" was not given to this run`);
  }
  // The shape in which Activepieces hands a connection with several fields to a piece.
  const connection = { type: 'CUSTOM_AUTH', props: scope.connections[reference.name] };
  return readPath(connection, reference.path);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function constant(value: unknown): Expression {
  return { constant: true, resolve: () => value };
}

function fold(members: Expression[], value: unknown, resolve: Expression['resolve']): Expression {
  return members.every((member) => member.constant) ? constant(value) : { constant: false, resolve };
}
