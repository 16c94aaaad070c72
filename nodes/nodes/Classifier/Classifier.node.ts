import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { classifier } from '../../connectors/classifier/connector';
import { runOperations } from '../../runtime/run-operations';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { pebble: 'pebbleApi' };

export class Classifier implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Pebble Classifier',
    name: 'classifier',
    icon: { light: 'file:../../icons/classifier.svg', dark: 'file:../../icons/classifier.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Pebble Classifier',
    defaults: { name: 'Pebble Classifier' },
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
            name: 'Classify Mail',
            value: 'classify',
            description:
              'Judges which board a mail belongs to and what its sender wants, with a probability. Has no effect.',
            action: 'Classify mail',
          },
        ],
        default: 'classify',
      },
      {
        displayName: 'Job Token',
        name: 'job_token',
        type: 'string',
        typeOptions: { password: true },
        default: '',
        description: "Comes with the trigger, for one mail and some minutes: {{trigger['job_token']}}",
        required: true,
        displayOptions: { show: { operation: ['classify'] } },
      },
      {
        displayName: 'From',
        name: 'from',
        type: 'string',
        default: '',
        description: 'Address of the sender, with or without a name',
        required: true,
        displayOptions: { show: { operation: ['classify'] } },
      },
      {
        displayName: 'Additional Fields',
        name: 'additionalFields',
        type: 'collection',
        placeholder: 'Add Field',
        default: {},
        displayOptions: { show: { operation: ['classify'] } },
        options: [
          {
            displayName: 'Attachment Names',
            name: 'attachment_names',
            type: 'string',
            typeOptions: { multipleValues: true },
            default: [],
            description: 'File names are evidence too',
          },
          {
            displayName: 'Confidence Floor',
            name: 'confidence_floor',
            type: 'number',
            default: 0,
            description:
              'Below this probability, 0 to 1, the verdict abstains. Left empty, the core decides.',
          },
          {
            displayName: 'Subject',
            name: 'subject',
            type: 'string',
            default: '',
            description: 'Subject line',
          },
          {
            displayName: 'Text',
            name: 'body',
            type: 'string',
            typeOptions: { rows: 4 },
            default: '',
            description: 'Text of the mail',
          },
        ],
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
    return await runOperations(this, classifier, CREDENTIALS);
  }
}
