import type { ConnectorOperation } from '@pebble/kit/connector';
import type { Field } from '@pebble/kit/field';
import { OPERATION, parameterOf, RESOURCE, resourceName } from '@pebble/kit/host/n8n-names';
import { FlowRefused } from '../engine/src/flow-refused.ts';
import { soleReference, toJsonParameter, toListParameter, toParameter } from './expression.ts';
import type { Writer } from './step-output.ts';

type Input = Readonly<Record<string, unknown>>;

/** The input of an operation as the parameters of its node. A field that the flow leaves out is left out here. */
export function operationParameters(
  connector: { readonly operations: readonly ConnectorOperation[] },
  operation: ConnectorOperation,
  input: Input,
  writer: Writer,
): Record<string, unknown> {
  const resource = resourceName(connector, operation);
  return {
    ...(resource === null ? {} : { [RESOURCE]: resource }),
    [OPERATION]: operation.name,
    ...fieldParameters(operation.fields, input, writer),
  };
}

export function fieldParameters(
  fields: Readonly<Record<string, Field>>,
  input: Input,
  writer: Writer,
): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(input, name)) continue;
    const { name: parameter, collection } = parameterOf(name, field);
    const value = toFieldParameter(name, field, input[name], writer);
    if (collection === null) parameters[parameter] = value;
    else parameters[collection] = { ...(parameters[collection] as object | undefined), [parameter]: value };
  }
  return parameters;
}

function toFieldParameter(name: string, field: Field, value: unknown, writer: Writer): unknown {
  if (field.kind === 'file' && soleReference(value, writer)?.name !== writer.previous) {
    throw new FlowRefused(
      writer.step,
      `in n8n the file of "${name}" must come from the step right before, because n8n hands files on from step to step`,
    );
  }
  if (field.kind === 'json') return toJsonParameter(value, writer);
  if (field.kind === 'list') return toListParameter(value, writer);
  const written = toParameter(value, writer);
  return field.kind === 'lookup' ? { __rl: true, mode: 'id', value: written } : written;
}
