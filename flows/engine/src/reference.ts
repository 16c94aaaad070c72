/** `{{step.a['b'][0]}}`: a value that an earlier step left, or the connection of that name. */
export interface Reference {
  source: 'step' | 'connection';
  name: string;
  path: readonly (string | number)[];
}

// Activepieces evaluates any JavaScript here. These forms mean the same in JavaScript and need no evaluation.
const STEP = /^([a-zA-Z_][a-zA-Z0-9_]*)/;
const SEGMENT = /\.([a-zA-Z_$][a-zA-Z0-9_$]*)|\['([^'"\\]*)'\]|\["([^'"\\]*)"\]|\[(0|[1-9]\d{0,8})\]/y;
const CONNECTION_IN_BRACKETS = /^connections\['([^']+)'\]$/;
const CONNECTION_WITH_DOTS = /^connections\.([^.[\]'"\s]+)((?:\.[a-zA-Z_$][a-zA-Z0-9_$]*)*)$/;

/** Names that reach behind an object's own data. */
const FORBIDDEN = new Set<unknown>(['__proto__', 'constructor', 'prototype']);

/**
 * Reads what stands between the braces, trimmed; null when it is anything but a plain reference.
 * A connection's parts can only be reached with dots: with brackets Activepieces silently gives ''.
 */
export function parseReference(expression: string): Reference | null {
  const reference = expression.startsWith('connections')
    ? parseConnection(expression)
    : parseStep(expression);
  return reference?.path.some((key) => FORBIDDEN.has(key)) ? null : reference;
}

function parseConnection(expression: string): Reference | null {
  const bracketed = CONNECTION_IN_BRACKETS.exec(expression)?.[1];
  if (bracketed !== undefined) return { source: 'connection', name: bracketed, path: [] };
  const [, name, rest = ''] = CONNECTION_WITH_DOTS.exec(expression) ?? [];
  return name === undefined ? null : { source: 'connection', name, path: rest.split('.').slice(1) };
}

function parseStep(expression: string): Reference | null {
  const name = STEP.exec(expression)?.[1];
  if (name === undefined) return null;
  const path: (string | number)[] = [];
  const segment = new RegExp(SEGMENT);
  segment.lastIndex = name.length;
  while (segment.lastIndex < expression.length) {
    const [, dotted, single, double, index] = segment.exec(expression) ?? [];
    if (index !== undefined) path.push(Number(index));
    else {
      const key = dotted ?? single ?? double;
      if (key === undefined) return null;
      path.push(key);
    }
  }
  return { source: 'step', name, path };
}

/**
 * Follows a path through own properties only. As in Activepieces, whatever is not there, null or undefined is '',
 * and so is everything below it.
 */
export function readPath(value: unknown, path: Reference['path']): unknown {
  let current = value;
  for (const key of path) {
    if (current === null || current === undefined || !Object.hasOwn(Object(current), key)) return '';
    current = (current as Record<string | number, unknown>)[key];
  }
  return current ?? '';
}
