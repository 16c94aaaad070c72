import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { dlq } from '../../connectors/dlq/connector';
import { runOperations } from '../../runtime/run-operations';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { pebble: 'pebbleApi' };

export class Dlq implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Pebble Dead Letters',
    name: 'dlq',
    icon: { light: 'file:../../icons/dlq.svg', dark: 'file:../../icons/dlq.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Pebble Dead Letters',
    defaults: { name: 'Pebble Dead Letters' },
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
            name: 'Report Failure',
            value: 'report_failure',
            description:
              'Says that a step failed. Pebble tries the mail again, and after the last attempt keeps it as a dead letter.',
            action: 'Report failure',
          },
        ],
        default: 'report_failure',
      },
      {
        displayName: 'Job Token',
        name: 'job_token',
        type: 'string',
        typeOptions: { password: true },
        default: '',
        description: "Comes with the trigger, for one mail and some minutes: {{trigger['job_token']}}",
        required: true,
        displayOptions: { show: { operation: ['report_failure'] } },
      },
      {
        displayName: 'Step',
        name: 'step',
        type: 'string',
        default: '',
        description: 'Name of the step that failed',
        required: true,
        displayOptions: { show: { operation: ['report_failure'] } },
      },
      {
        displayName: 'Reason',
        name: 'reason',
        type: 'string',
        typeOptions: { rows: 4 },
        default: '',
        description: 'What went wrong, in plain words. No mail text.',
        required: true,
        displayOptions: { show: { operation: ['report_failure'] } },
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
    return await runOperations(this, dlq, CREDENTIALS);
  }
}
