import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Connector } from '../kit/connector';
import { InputError } from '../kit/errors';
import { WHOLE_OUTPUT } from '../kit/host/n8n-names';
import type { Credentials } from './context';
import { describe, toNodeError } from './failure';
import { filesOf } from './files';
import { hostOf } from './host';
import { readFields } from './values';

/** Runs the node's operation for each item, in order. Throws NodeApiError or NodeOperationError unless the node goes on after a failure. */
export async function runOperations(
  context: IExecuteFunctions,
  connector: Connector,
  credentials: Credentials,
): Promise<INodeExecutionData[][]> {
  const items = context.getInputData();
  const results: INodeExecutionData[] = [];
  for (const itemIndex of items.keys()) {
    const outcome = await runOne(context, connector, credentials, itemIndex).then(
      (given) => ({ given }),
      (failure: unknown) => ({ failure }),
    );
    if ('given' in outcome) {
      results.push(...outcome.given);
      continue;
    }
    const failure = toNodeError(context.getNode(), outcome.failure, itemIndex);
    if (!context.continueOnFail()) throw failure;
    results.push({
      json: { ...describe(outcome.failure) },
      error: failure,
      pairedItem: { item: itemIndex },
    });
  }
  return [results];
}

async function runOne(
  context: IExecuteFunctions,
  connector: Connector,
  credentials: Credentials,
  itemIndex: number,
): Promise<INodeExecutionData[]> {
  const read = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
  const operation = connector.operations.find((one) => one.name === read('operation'));
  if (!operation) throw new InputError(`${connector.label} has no such operation`, 'operation');
  const { files, binary } = filesOf(context, itemIndex);
  const host = await hostOf(context, connector, credentials, { itemIndex, files });
  const output = await operation.run(host, readFields(operation.fields, read));
  const given = read(WHOLE_OUTPUT) === true ? [{ output: output as IDataObject }] : toObjects(output);
  return given.map((json) => toItem(json, binary, itemIndex));
}

function toItem(json: IDataObject, binary: IBinaryKeyData, item: number): INodeExecutionData {
  return { json, ...(Object.keys(binary).length > 0 ? { binary } : {}), pairedItem: { item } };
}

/** One item for each member of a list, as n8n's users expect; what is no object is put under a name. */
export function toObjects(output: unknown): IDataObject[] {
  return (Array.isArray(output) ? output : [output]).map((one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? (one as IDataObject)
      : { value: (one ?? null) as IDataObject },
  );
}
