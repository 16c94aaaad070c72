import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { dedupe } from '../../connectors/dedupe/connector';
import { runOperations } from '../../runtime/run-operations';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { pebble: 'pebbleApi' };

export class Dedupe implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Pebble Dedupe',
    name: 'dedupe',
    icon: { light: 'file:../../icons/dedupe.svg', dark: 'file:../../icons/dedupe.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Pebble Dedupe',
    defaults: { name: 'Pebble Dedupe' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'pebbleApi', required: true }],
    properties: [
      {
        displayName: 'Operation',
        name: 'operation',
        type: 'options',
        noDataExpression: true,
        options: [
          {
            name: 'Check for Duplicate',
            value: 'check_duplicate',
            description:
              'Takes the one effect of this mail and says `new`, or `duplicate` when an earlier copy has it. Safe to repeat.',
            action: 'Check for duplicate',
          },
        ],
        default: 'check_duplicate',
      },
      {
        displayName: 'Job Token',
        name: 'job_token',
        type: 'string',
        typeOptions: { password: true },
        default: '',
        description: "Comes with the trigger, for one mail and some minutes: {{trigger['job_token']}}",
        required: true,
        displayOptions: { show: { operation: ['check_duplicate'] } },
      },
      {
        displayName: 'Whole Output',
        name: 'wholeOutput',
        type: 'boolean',
        default: false,
        description:
          'Whether to give one item with everything under "output" instead of an item for each member of a list',
      },
    ],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, dedupe, CREDENTIALS);
  }
}
