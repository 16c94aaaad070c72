import type { INodePropertyCollection, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { OPERATORS, UNARY } from '../../engine/operators';

/** One output for each branch by its name, then the one that always goes on. n8n evaluates it against the node's parameters. */
export const outputsOf: INodeTypeDescription['outputs'] =
  '={{ [...($parameter.branches?.values ?? []).map((branch, index) => ({ type: "main", displayName: branch.branchName || String(index + 1) })), { type: "main", displayName: "Afterwards" }] }}';

/** `TEXT_EXACTLY_MATCHES` is shown as "Text Exactly Matches". */
export function operatorOptions(): INodePropertyOptions[] {
  return Object.keys(OPERATORS).map((value) => ({
    name: value.toLowerCase().replace(/(^|_)([a-z])/g, (_, gap: string, first: string) => {
      return (gap ? ' ' : '') + first.toUpperCase();
    }),
    value,
  }));
}

export function branchOptions(operators: INodePropertyOptions[]): INodePropertyCollection[] {
  const condition: INodePropertyCollection = {
    displayName: 'Condition',
    name: 'values',
    values: [
      { displayName: 'Value', name: 'firstValue', type: 'string', default: '' },
      {
        displayName: 'Operator',
        name: 'operator',
        type: 'options',
        noDataExpression: true,
        options: operators,
        default: 'TEXT_EXACTLY_MATCHES',
      },
      {
        displayName: 'Compared With',
        name: 'secondValue',
        type: 'string',
        default: '',
        displayOptions: { hide: { operator: [...UNARY] } },
      },
      {
        displayName: 'Case Sensitive',
        name: 'caseSensitive',
        type: 'boolean',
        default: false,
        description: 'Whether small and capital letters differ',
      },
    ],
  };
  return [{ displayName: 'Branch', name: 'values', values: branchFields(condition) }];
}

function branchFields(condition: INodePropertyCollection): INodePropertyCollection['values'] {
  const many = { type: 'fixedCollection', typeOptions: { multipleValues: true }, default: {} } as const;
  const conditions = { displayName: 'Conditions', name: 'conditions', ...many, options: [condition] };
  return [
    { displayName: 'Name', name: 'branchName', type: 'string', default: '' },
    {
      displayName: 'Takes',
      name: 'branchType',
      type: 'options',
      options: [
        { name: 'Items That Match', value: 'CONDITION' },
        { name: 'What No Other Branch Takes', value: 'FALLBACK' },
      ],
      default: 'CONDITION',
    },
    {
      displayName: 'Groups of Conditions',
      name: 'groups',
      ...many,
      description: 'The branch takes an item when all conditions of one group hold',
      displayOptions: { show: { branchType: ['CONDITION'] } },
      options: [{ displayName: 'Group', name: 'values', values: [conditions] }],
    },
  ];
}
