import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { describe, toNodeError } from '../../runtime/failure';
import { handOver } from './hand-over';
import { mailFields } from './mail-fields';

export class HandOverMail implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Pebble Hand Over Mail',
    name: 'handOverMail',
    icon: { light: 'file:../../icons/pebble.svg', dark: 'file:../../icons/pebble.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{$parameter["subject"]}}',
    description: 'Hand a mail to Pebble, which puts it on the right board exactly once',
    defaults: { name: 'Pebble Hand Over Mail' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'pebbleSourceApi', required: true }],
    properties: mailFields,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const results: INodeExecutionData[] = [];
    for (const item of this.getInputData().keys()) {
      const outcome = await handOver(this, item).then(
        (reply) => ({ reply }),
        (failure: unknown) => ({ failure }),
      );
      if ('reply' in outcome) {
        results.push({ json: outcome.reply, pairedItem: { item } });
        continue;
      }
      const error = toNodeError(this.getNode(), outcome.failure, item);
      if (!this.continueOnFail()) throw error;
      results.push({ json: { ...describe(outcome.failure) }, error, pairedItem: { item } });
    }
    return [results];
  }
}
