import { InputError } from '@pebble/kit/errors';
import type { Field } from '@pebble/kit/field';
import { readValue } from '@pebble/kit/read-input';
import { compile, type Expression, type Place } from './expression.ts';
import { FlowRefused } from './flow-refused.ts';
import { findPiece, type LoadContext } from './load-context.ts';
import type { PieceStep } from './program.ts';
import { parseReference } from './reference.ts';
import { PieceSettings, readShape, type AnyStep } from './template.ts';

/** Compiles a piece step: the operation must exist, and every field of its input must be declared, there, and of its kind. */
export function compilePiece(step: AnyStep, context: LoadContext, visible: ReadonlySet<string>): PieceStep {
  const settings = readShape(PieceSettings, step.settings, step.name);
  const piece = findPiece(context, step.name, settings.pieceName, settings.pieceVersion);
  const operation = piece.operations.find((one) => one.name === settings.actionName);
  if (!operation) {
    throw new FlowRefused(step.name, `${settings.pieceName} has no action "${settings.actionName}"`);
  }
  const { auth, ...input } = settings.input;
  const own = new Set<string>();
  const place: Place = { step: step.name, visible, connections: own };
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(operation.fields, name));
  if (unknown) throw new FlowRefused(step.name, `"${unknown}" is not a field of ${operation.label}`);
  for (const [name, field] of Object.entries(operation.fields)) {
    checkField(name, field, compile(input[name], place), step.name);
  }
  const connection = connectionOf(auth, place);
  const compiled = compile(input, place);
  for (const name of own) context.connections.add(name);
  return {
    type: 'PIECE',
    name: step.name,
    operation,
    connector: piece.name,
    connection,
    connections: [...own],
    input: compiled,
    continueOnFailure: settings.errorHandlingOptions?.continueOnFailure?.value ?? false,
    retryOnFailure: settings.errorHandlingOptions?.retryOnFailure?.value ?? false,
  };
}

// Only what stands in the flow itself can be judged now; a reference has its value when it runs.
function checkField(name: string, field: Field, expression: Expression, step: string): void {
  if (!expression.constant) return;
  const value = expression.resolve({ outputs: {}, connections: {} });
  const absent = value === undefined || value === null || value === '';
  if (absent && field.required && field.default === undefined) {
    throw new FlowRefused(step, `required input "${name}" is missing`);
  }
  if (absent) return;
  try {
    readValue(name, field, value);
  } catch (error) {
    if (error instanceof InputError) throw new FlowRefused(step, error.message);
    throw error;
  }
}

function connectionOf(auth: unknown, place: Place): string {
  const inner = typeof auth === 'string' ? /^\{\{([^{}]+)\}\}$/.exec(auth)?.[1]?.trim() : undefined;
  const reference = inner === undefined ? null : parseReference(inner);
  if (reference?.source !== 'connection' || reference.path.length > 0) {
    throw new FlowRefused(place.step, `its connection must read {{connections['name']}}`);
  }
  place.connections?.add(reference.name);
  return reference.name;
}
