import type { Connector } from '@pebble/kit/connector';
import {
  AUTHENTICATION,
  OPERATION,
  RESOURCE,
  WHOLE_OUTPUT,
  credentialName,
  nodeName,
  resourceLabel,
  resourceName,
} from '@pebble/kit/host/n8n-names';
import type { FoundConnector } from './find-connectors.ts';
import { Code, print } from './print.ts';
import { byName, propertiesOf, type Property } from './properties.ts';
import { description, sentenceCase, titleCase } from './words.ts';

/** Class, and with it the file, of what has this name in n8n. */
export function className(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Shown names differ from those of n8n's own nodes for the same vendor. */
export function shownName(connector: Connector): string {
  return /^pebble/i.test(connector.label) ? connector.label : `${connector.label} by Pebble`;
}

export function iconOf(folder: string, depth: string): Property {
  return { light: `file:${depth}icons/${folder}.svg`, dark: `file:${depth}icons/${folder}.dark.svg` };
}

/** The node of a connector's operations. */
export function nodeSource({ folder, exported, connector }: FoundConnector): string {
  const name = nodeName(connector);
  const resources = connector.operations.some((operation) => resourceName(connector, operation) !== null);
  const shown = {
    displayName: shownName(connector),
    name,
    icon: iconOf(folder, '../../'),
    group: ['transform'],
    version: 1,
    subtitle: resources
      ? '={{$parameter["operation"] + ": " + $parameter["resource"]}}'
      : '={{$parameter["operation"]}}',
    description: description(connector.description),
    defaults: { name: shownName(connector) },
    usableAsTool: true,
    inputs: [new Code('NodeConnectionTypes.Main')],
    outputs: [new Code('NodeConnectionTypes.Main')],
    credentials: credentialsOf(connector, true),
    properties: [
      ...authenticationOf(connector),
      ...(resources ? [resourceProperty(connector)] : []),
      ...operationProperties(connector, resources),
      ...connector.operations.flatMap((operation) => {
        const resource = resourceName(connector, operation);
        const show = { ...(resource ? { [RESOURCE]: [resource] } : {}), [OPERATION]: [operation.name] };
        return propertiesOf(operation.fields, show);
      }),
      wholeOutput(),
    ],
  };
  const types = [
    'NodeConnectionTypes',
    'type IExecuteFunctions',
    'type INodeExecutionData',
    'type INodeType',
    'type INodeTypeDescription',
  ];
  return `import { ${[...types, ...lookupTypes(connector)].join(', ')} } from 'n8n-workflow';
import { ${exported} } from '../../connectors/${folder}/connector';
${lookupImports(connector)}import { runOperations } from '../../runtime/run-operations';

${credentialTypes(connector)}

export class ${className(name)} implements INodeType {
  description: INodeTypeDescription = ${print(shown)};

${lookupMethods(connector, exported)}
  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, ${exported}, CREDENTIALS);
  }
}
`;
}

export function credentialTypes(connector: Connector): string {
  const types = connector.auths.map((auth) => [auth.name, credentialName(connector, auth)] as const);
  return `/** Type of the credential for each way to sign in. */\nconst CREDENTIALS = ${print(Object.fromEntries(types))};`;
}

export function credentialsOf(connector: Connector, required: boolean): Property[] {
  return connector.auths.map((auth) => ({
    name: credentialName(connector, auth),
    required,
    ...(connector.auths.length > 1 ? { displayOptions: { show: { [AUTHENTICATION]: [auth.name] } } } : {}),
  }));
}

export function authenticationOf(connector: Connector): Property[] {
  if (connector.auths.length === 1) return [];
  const options = connector.auths.map((auth) => ({ name: titleCase(auth.label), value: auth.name }));
  return [
    {
      ...{ displayName: 'Authentication', name: AUTHENTICATION, type: 'options', options },
      default: connector.auth.name,
    },
  ];
}

function resourceProperty(connector: Connector): Property {
  const options = new Map<string, Property>();
  for (const operation of connector.operations) {
    const value = resourceName(connector, operation) ?? '';
    if (!options.has(value)) options.set(value, { name: titleCase(resourceLabel(operation)), value });
  }
  const sorted = [...options.values()].sort(byName('name'));
  return {
    ...{ displayName: 'Resource', name: RESOURCE, type: 'options', noDataExpression: true },
    options: sorted,
    default: sorted[0]?.['value'],
  };
}

function operationProperties(connector: Connector, resources: boolean): Property[] {
  const groups = Map.groupBy(connector.operations, (operation) => resourceName(connector, operation));
  return [...groups].map(([resource, operations]) => {
    const options = operations
      .map((operation) => ({
        name: titleCase(operation.label),
        value: operation.name,
        description: description(operation.help),
        action: sentenceCase(operation.label),
      }))
      .sort(byName('name'));
    return {
      ...{ displayName: 'Operation', name: OPERATION, type: 'options', noDataExpression: true },
      ...(resources ? { displayOptions: { show: { [RESOURCE]: [resource] } } } : {}),
      options,
      default: options[0]?.value,
    };
  });
}

function wholeOutput(): Property {
  return {
    displayName: 'Whole Output',
    name: WHOLE_OUTPUT,
    type: 'boolean',
    default: false,
    description:
      'Whether to give one item with everything under "output" instead of an item for each member of a list',
  };
}

export function lookupTypes(connector: Connector): string[] {
  const some = Object.keys(connector.lookups).length > 0;
  return some ? ['type ILoadOptionsFunctions', 'type INodeListSearchResult'] : [];
}

export function lookupImports(connector: Connector): string {
  const some = Object.keys(connector.lookups).length > 0;
  return some ? "import { findChoices } from '../../runtime/find-choices';\n" : '';
}

export function lookupMethods(connector: Connector, exported: string): string {
  const methods = Object.keys(connector.lookups).map(
    (
      lookup,
    ) => `async ${lookup}(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
      return await findChoices(this, ${exported}, CREDENTIALS, { lookup: '${lookup}', search });
    },`,
  );
  return methods.length === 0 ? '' : `methods = { listSearch: { ${methods.join('\n')} } };\n`;
}
