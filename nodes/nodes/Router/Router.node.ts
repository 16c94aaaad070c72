import {
  NodeConnectionTypes,
  NodeOperationError,
  type IDataObject,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { branchOptions, operatorOptions, outputsOf } from './router-options';
import { judge, type Branch } from './judge';

export class Router implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Pebble Router',
    name: 'router',
    icon: { light: 'file:../../icons/router.svg', dark: 'file:../../icons/router.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle:
      '={{$parameter["executionType"] === "EXECUTE_ALL_MATCH" ? "all that match" : "first that matches"}}',
    description: 'Route items as a router of Activepieces does; the last output always goes on',
    defaults: { name: 'Pebble Router' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: outputsOf,
    properties: [
      {
        displayName: 'Run',
        name: 'executionType',
        type: 'options',
        noDataExpression: true,
        options: [
          { name: 'All Branches That Match', value: 'EXECUTE_ALL_MATCH' },
          { name: 'First Branch That Matches', value: 'EXECUTE_FIRST_MATCH' },
        ],
        default: 'EXECUTE_FIRST_MATCH',
      },
      {
        displayName: 'Branches',
        name: 'branches',
        type: 'fixedCollection',
        typeOptions: { multipleValues: true, sortable: true },
        placeholder: 'Add Branch',
        default: {},
        options: branchOptions(operatorOptions()),
      },
      {
        displayName: 'Whole Output',
        name: 'wholeOutput',
        type: 'boolean',
        default: false,
        description: 'Whether to give how each branch was judged instead of the item itself',
      },
    ],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const names = this.getNodeParameter('branches', 0, {}) as { values?: unknown[] };
    const outputs: INodeExecutionData[][] = Array.from({ length: (names.values?.length ?? 0) + 1 }, () => []);
    for (const [itemIndex, item] of this.getInputData().entries()) {
      const { values = [] } = this.getNodeParameter('branches', itemIndex, {}) as { values?: Branch[] };
      const holds = judge(values);
      if (typeof holds === 'string') throw new NodeOperationError(this.getNode(), holds, { itemIndex });
      const whole = this.getNodeParameter('wholeOutput', itemIndex, false) === true;
      const report = values.map(({ branchName }, index) => ({
        ...{ branchName, branchIndex: index + 1 },
        evaluation: holds[index],
      }));
      const json: IDataObject = whole ? { output: { branches: report } } : item.json;
      const firstOnly = this.getNodeParameter('executionType', itemIndex) === 'EXECUTE_FIRST_MATCH';
      const first = holds.indexOf(true);
      // The error of a step that the workflow went past is not this node's: n8n would show it in place of the output.
      const passed: INodeExecutionData = { ...item, json, pairedItem: { item: itemIndex } };
      delete passed.error;
      for (const [index, output] of outputs.entries()) {
        const always = index === outputs.length - 1;
        if (always || (firstOnly ? index === first : holds[index])) output.push({ ...passed });
      }
    }
    return outputs;
  }
}
