import { splitText } from '../engine/src/expression.ts';
import { FlowRefused } from '../engine/src/flow-refused.ts';
import type { Reference } from '../engine/src/reference.ts';
import type { Writer } from './step-output.ts';

/**
 * A value of the flow as n8n's parameter: as it stands when it refers to nothing, else as one `={{ … }}`. Both hosts evaluate
 * JavaScript between the braces, so a reference keeps its type, and what is not there is '' in both.
 */
export function toParameter(value: unknown, writer: Writer): unknown {
  return refers(value, writer) ? `={{ ${toCode(value, writer)} }}` : asConstant(value);
}

/** The same for a parameter that holds JSON, which n8n edits as text. */
export function toJsonParameter(value: unknown, writer: Writer): unknown {
  if (refers(value, writer)) return `={{ ${toCode(value, writer)} }}`;
  return typeof value === 'string' ? asConstant(value) : JSON.stringify(value);
}

/** The same for a parameter that holds a list of texts. */
export function toListParameter(value: unknown, writer: Writer): unknown {
  if (!Array.isArray(value) || refers(value, writer)) return toParameter(value, writer);
  return value.map(asConstant);
}

// n8n takes every text that begins with an equals sign for an expression, however deep it lies.
function asConstant(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('=') ? `={{ ${literal(value)} }}` : value;
  if (Array.isArray(value)) return value.map(asConstant);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asConstant(member)]));
}

function refers(value: unknown, writer: Writer): boolean {
  if (typeof value === 'string') return parse(value, writer).some((part) => typeof part !== 'string');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member) => refers(member, writer));
}

/** JavaScript for a value. Braces stand apart, because n8n would take two of them for the end of the expression. */
function toCode(value: unknown, writer: Writer): string {
  if (typeof value === 'string') return textToCode(parse(value, writer), writer);
  if (Array.isArray(value)) return `[${value.map((member) => toCode(member, writer)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${literal(key)}: ${toCode(member, writer)}`,
    );
    return members.length === 0 ? '{ }' : `{ ${members.join(', ')} }`;
  }
  return literal(value);
}

function textToCode(parts: readonly (string | Reference)[], writer: Writer): string {
  const tokens = parts.filter((part) => typeof part !== 'string');
  const [only] = tokens;
  if (only === undefined) return literal(parts.join(''));
  // A text that is one token, blanks around it or not, keeps the type of what it refers to.
  if (tokens.length === 1 && parts.every((part) => part === only || (part as string).trim() === '')) {
    return referenceToCode(only, writer);
  }
  const pieces = parts.map((part) =>
    typeof part === 'string' ? literal(part) : referenceToCode(part, writer),
  );
  return `[${pieces.join(', ')}].map((part) => typeof part === 'string' ? part : JSON.stringify(part)).join('')`;
}

/** The one reference that a value consists of; null when it is anything else. */
export function soleReference(value: unknown, writer: Writer): Reference | null {
  const [only, ...more] = typeof value === 'string' ? parse(value, writer) : [];
  return only === undefined || typeof only === 'string' || more.length > 0 ? null : only;
}

function referenceToCode({ source, name, path }: Reference, writer: Writer): string {
  if (source === 'connection') {
    throw new FlowRefused(writer.step, 'in n8n a connection can only be what a step signs in with');
  }
  const inherited = path.find((key) => typeof key === 'string' && key in Object.prototype);
  if (inherited !== undefined) {
    throw new FlowRefused(writer.step, `in n8n "${inherited}" reaches behind what the step gave`);
  }
  const found = writer.outputs.get(name);
  if (!found) throw new FlowRefused(writer.step, `in n8n it cannot see "${name}"`);
  const { output, key } = found;
  const value = [...(key === null ? [] : [key]), ...path].map(toAccess).join('');
  const read = `$(${literal(name)}).first(${output})?.json${value} ?? ''`;
  return writer.sure.has(name) ? `(${read})` : `($(${literal(name)}).isExecuted ? ${read} : '')`;
}

function toAccess(key: string | number): string {
  const plain = typeof key === 'string' && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key);
  return plain ? `?.${key}` : `?.[${literal(key)}]`;
}

/** A JSON value as JavaScript. n8n looks for braces before it looks for quotes, so none may stand in a text. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d'));
}

function parse(text: string, { step }: Writer): readonly (string | Reference)[] {
  // The engine has checked the flow before: what it refers to is there.
  return splitText(text, { step, visible: EVERYTHING, connections: new Set() });
}

const EVERYTHING: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });
