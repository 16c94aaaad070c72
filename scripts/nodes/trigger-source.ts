import type { ConnectorTrigger } from '@pebble/kit/connector';
import { triggerName } from '@pebble/kit/host/n8n-names';
import type { FoundConnector } from './find-connectors.ts';
import {
  authenticationOf,
  className,
  credentialTypes,
  credentialsOf,
  iconOf,
  lookupImports,
  lookupTypes,
  lookupMethods,
  shownName,
} from './node-source.ts';
import { Code, print } from './print.ts';
import { propertiesOf, type Property } from './properties.ts';
import { description, titleCase } from './words.ts';

/** The node of one trigger: n8n's timer for a poll, an address of n8n's for a webhook, both for a poll that the vendor can wake. */
export function triggerSource(found: FoundConnector, trigger: ConnectorTrigger): string {
  const { exported, folder, connector } = found;
  const polls = trigger.type === 'poll';
  const calls = !polls || trigger.push !== undefined;
  const of = `${exported}, CREDENTIALS, ${JSON.stringify(trigger.name)}`;
  const types = [
    'NodeConnectionTypes',
    'type INodeType',
    'type INodeTypeDescription',
    ...(polls ? ['type INodeExecutionData', 'type IPollFunctions'] : []),
    ...lookupTypes(connector),
    ...(calls ? ['type IHookFunctions', 'type IWebhookFunctions', 'type IWebhookResponseData'] : []),
  ];
  return `import { ${types.sort().join(', ')} } from 'n8n-workflow';
import { ${exported} } from '../../connectors/${folder}/connector';
${lookupImports(connector)}${polls ? "import { runPoll } from '../../runtime/run-poll';\n" : ''}${calls ? CALL_IMPORTS : ''}
${credentialTypes(connector)}

export class ${className(triggerName(connector, trigger))} implements INodeType {
  description: INodeTypeDescription = ${print(describe(found, trigger, calls))};

${lookupMethods(connector, exported)}
${calls ? webhookMethods(of) : ''}
${polls ? `async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> { return await runPoll(this, ${of}); }\n` : ''}
${calls ? `async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> { return await runWebhook(this, ${of}); }` : ''}
}
`;
}

const CALL_IMPORTS = `import { runWebhook } from '../../runtime/run-webhook';
import { createWebhook, deleteWebhook, webhookExists } from '../../runtime/webhook-methods';
`;

function webhookMethods(of: string): string {
  return `webhookMethods = { default: {
    async checkExists(this: IHookFunctions): Promise<boolean> { return await webhookExists(this, ${of}); },
    async create(this: IHookFunctions): Promise<boolean> { return await createWebhook(this, ${of}); },
    async delete(this: IHookFunctions): Promise<boolean> { return await deleteWebhook(this, ${of}); },
  } };
`;
}

function describe(
  { folder, connector }: FoundConnector,
  trigger: ConnectorTrigger,
  calls: boolean,
): Property {
  const label = `${shownName(connector)}: ${titleCase(trigger.label)} Trigger`;
  const polls = trigger.type === 'poll';
  const byHand = trigger.type === 'webhook' && !trigger.subscription;
  const handshake = trigger.type === 'webhook' ? trigger.handshake : trigger.push?.handshake;
  return {
    displayName: label,
    name: triggerName(connector, trigger),
    icon: iconOf(folder, '../../'),
    group: ['trigger'],
    version: 1,
    subtitle: titleCase(trigger.label),
    description: description(trigger.help),
    defaults: { name: label },
    ...(polls ? { polling: true } : {}),
    inputs: [],
    outputs: [new Code('NodeConnectionTypes.Main')],
    // Without a credential the address itself is the secret.
    credentials: credentialsOf(connector, !byHand),
    ...(calls ? { webhooks: webhooksOf(handshake !== undefined) } : {}),
    properties: [
      ...authenticationOf(connector),
      ...propertiesOf(trigger.fields),
      ...(polls && trigger.push ? [notify()] : []),
    ],
  };
}

/** Some vendors try an address with GET before they use it. */
function webhooksOf(handshake: boolean): Property[] {
  const hook = (name: string, httpMethod: string) => ({
    ...{ name, httpMethod, responseMode: 'onReceived', path: 'webhook' },
  });
  return [hook('default', 'POST'), ...(handshake ? [hook('setup', 'GET')] : [])];
}

function notify(): Property {
  return {
    displayName: 'Notifications',
    name: 'notify',
    type: 'boolean',
    default: false,
    description:
      'Whether the vendor also wakes the workflow at once. The poll goes on beside it. Leave it off when n8n runs separate webhook processes: they do not know what the poll has given.',
  };
}
