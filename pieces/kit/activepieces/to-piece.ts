import {
  createAction,
  createPiece,
  createTrigger,
  type InputPropertyMap,
  OAuth2AuthorizationMethod,
  PieceAuth,
  type PieceAuthProperty,
  Property,
  TriggerStrategy,
  WebhookRenewStrategy,
} from '@activepieces/pieces-framework';
import { WebhookHandshakeStrategy } from '@activepieces/shared';
import type {
  Connector,
  ConnectorOperation,
  ConnectorPollTrigger,
  ConnectorTrigger,
  ConnectorWebhookTrigger,
} from '../src/connector.ts';
import type { AuthFields, Field, Fields } from '../src/field.ts';
import type { Http } from '../src/http.ts';
import type { Handshake } from '../src/trigger.ts';
import { consentFields, planAuths } from './piece-auth.ts';
import { toPieceError, whyNotConnected } from './piece-error.ts';
import { hostMaker } from './piece-host.ts';
import { instantRuns, type InstantRuns, pollRuns, webhookRuns } from './piece-triggers.ts';
import { inputOf } from './piece-input.ts';

export interface PieceOptions {
  /** SVG, as text. */
  icon?: string;
  /** Instead of the piece's own line out, for tests. */
  transport?: Http;
}

type Hosts = ReturnType<typeof hostMaker>;
type AuthProperties = PieceAuthProperty[];

/** An integrator's connector as a piece of Activepieces 0.82 and later. This file alone knows Activepieces' framework. */
export function toPiece(connector: Connector, { icon, transport }: PieceOptions = {}) {
  const plan = planAuths(connector);
  const hosts = hostMaker(connector, plan, transport);
  const auth = authProperties(connector, hosts);
  return createPiece({
    displayName: connector.label,
    description: connector.description,
    logoUrl: icon ? `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}` : '',
    authors: ['Pebble'],
    // One alone is what every release knows; several are an array.
    auth: auth.length === 1 ? auth[0] : auth,
    actions: connector.operations.map((operation) => toAction(connector, operation, auth, hosts)),
    triggers: connector.triggers.flatMap((trigger) => toTriggers(connector, trigger, auth, hosts)),
  });
}

function authProperties(connector: Connector, hosts: Hosts): AuthProperties {
  const { consent, form, ways, secretOnly } = planAuths(connector);
  const description = helpOf(form);
  const validate = async (value: unknown) => {
    try {
      await connector.probe((await hosts({ auth: value })).host);
      return { valid: true } as const;
    } catch (error) {
      return { valid: false, error: whyNotConnected(error) } as const;
    }
  };
  const properties: AuthProperties = [];
  if (consent) {
    const { authorizeUrl: authUrl, tokenUrl, scopes } = consent.consent;
    properties.push(
      PieceAuth.OAuth2({
        ...{ displayName: consent.label, required: true, authUrl, tokenUrl, scope: [...scopes] },
        props: authFieldProperties(consentFields(consent)) as never,
        authorizationMethod: OAuth2AuthorizationMethod.BODY,
        validate: ({ auth }) => validate(auth),
      }),
    );
  }
  if (secretOnly) {
    properties.push(
      PieceAuth.SecretText({
        ...{ displayName: ways[0]?.label ?? connector.label, required: true, description },
        validate: ({ auth }) => validate({ secret_text: auth }),
      }),
    );
  } else if (ways.length > 0) {
    properties.push(
      PieceAuth.CustomAuth({
        ...{ displayName: ways.length > 1 ? connector.label : (ways[0]?.label ?? ''), required: true },
        props: authFieldProperties(form) as never,
        validate: ({ auth }: { auth: unknown }) => validate({ props: auth }),
      }) as unknown as PieceAuthProperty,
    );
  }
  return properties;
}

function helpOf(form: AuthFields): string {
  return Object.values(form)[0]?.help ?? '';
}

function authFieldProperties(fields: AuthFields): Record<string, unknown> {
  return mapValues(fields, (field) => {
    const shown = describe(field);
    if (field.kind === 'secret') return PieceAuth.SecretText(shown);
    return field.kind === 'choice' ? choices(field, shown) : Property.ShortText(shown);
  });
}

function toAction(connector: Connector, operation: ConnectorOperation, auth: AuthProperties, hosts: Hosts) {
  const { name, label, help, fields } = operation;
  return createAction({
    ...{ auth, name, displayName: label, description: help },
    props: properties(connector, fields, auth, hosts),
    run: async ({ auth: value, propsValue, store, files }) => {
      try {
        const { host } = await hosts({ auth: value, store: store as never, files });
        return await operation.run(host, inputOf(fields, propsValue));
      } catch (error) {
        throw toPieceError(error);
      }
    },
  });
}

function toTriggers(connector: Connector, trigger: ConnectorTrigger, auth: AuthProperties, hosts: Hosts) {
  if (trigger.type === 'webhook') {
    return [called(connector, trigger, auth, hosts, trigger.name, trigger.label, trigger.help)];
  }
  const polled = polling(connector, trigger, auth, hosts);
  if (!trigger.push) return [polled];
  const help = `${trigger.help} Seen at once, as long as ${connector.label} calls; what a lost call would have told comes with the next one.`;
  return [
    polled,
    called(connector, trigger, auth, hosts, `${trigger.name}_instant`, `${trigger.label} (instant)`, help),
  ];
}

function polling(connector: Connector, trigger: ConnectorPollTrigger, auth: AuthProperties, hosts: Hosts) {
  const runs = pollRuns(trigger, hosts);
  return createTrigger({
    ...{ auth, name: trigger.name, displayName: trigger.label, description: trigger.help },
    type: TriggerStrategy.POLLING,
    props: properties(connector, trigger.fields, auth, hosts),
    sampleData: trigger.sample,
    onEnable: async (context) => {
      context.setSchedule({ cronExpression: '* * * * *' });
      await runs.onEnable(context as never);
    },
    onDisable: (context) => runs.onDisable(context as never),
    run: (context) => runs.run(context as never),
    test: (context) => runs.test(context as never),
  });
}

/** A trigger that the vendor calls: one whose calls are items, or the instant sister of one that polls. */
function called(
  connector: Connector,
  trigger: ConnectorWebhookTrigger | ConnectorPollTrigger,
  auth: AuthProperties,
  hosts: Hosts,
  name: string,
  displayName: string,
  description: string,
) {
  const runs: InstantRuns =
    trigger.type === 'poll' ? instantRuns(trigger, hosts) : webhookRuns(trigger, hosts);
  return createTrigger({
    ...{ auth, name, displayName, description, type: TriggerStrategy.WEBHOOK },
    props: properties(connector, trigger.fields, auth, hosts),
    sampleData: runs.sample,
    ...(runs.handshake ? { handshakeConfiguration: handshakeBy(runs.handshake) } : {}),
    onHandshake: async ({ payload }) => runs.onHandshake(payload),
    ...(runs.registers
      ? { renewConfiguration: { strategy: WebhookRenewStrategy.CRON, cronExpression: '17 * * * *' } }
      : {}),
    onEnable: (context) => runs.onEnable(context as never),
    onRenew: (context) => runs.onRenew(context as never),
    onDisable: (context) => runs.onDisable(context as never),
    run: (context) => runs.run(context as never),
  });
}

function handshakeBy({ by }: Handshake) {
  return 'query' in by
    ? { strategy: WebhookHandshakeStrategy.QUERY_PRESENT, paramName: by.query }
    : { strategy: WebhookHandshakeStrategy.HEADER_PRESENT, paramName: by.header.toLowerCase() };
}

function properties(
  connector: Connector,
  fields: Fields,
  auth: AuthProperties,
  hosts: Hosts,
): InputPropertyMap {
  return mapValues(fields, (field) => property(connector, { field, fields }, auth, hosts));
}

/** A field among those that a person fills in with it. */
interface Placed {
  field: Field;
  fields: Fields;
}

function property(connector: Connector, placed: Placed, auth: AuthProperties, hosts: Hosts) {
  const { field } = placed;
  const shown = describe(field);
  switch (field.kind) {
    case 'text':
      return Property.ShortText(shown as never);
    case 'longText':
      return Property.LongText(shown as never);
    case 'number':
      return Property.Number(shown as never);
    case 'boolean':
      return Property.Checkbox(shown as never);
    case 'choice':
      return choices(field, shown);
    case 'json':
      return Property.Json(shown as never);
    case 'dateTime':
      return Property.DateTime(shown as never);
    case 'list':
      return Property.Array(shown as never);
    case 'file':
      return Property.File(shown as never);
    case 'lookup':
      return lookedUp(connector, placed, auth, hosts);
  }
}

function lookedUp(connector: Connector, { field, fields }: Placed, auth: AuthProperties, hosts: Hosts) {
  const { name = '', needs = [] } = field.lookup ?? {};
  return Property.Dropdown<string, boolean, AuthProperties>({
    ...describe(field),
    auth,
    refreshers: ['auth', ...needs],
    refreshOnSearch: true,
    options: async ({ auth: value, ...input }, { searchValue = '' }) => {
      // What may stay empty means something when it is: the own mailbox of who signed in.
      const missing = needs.filter((need) => fields[need]?.required && (input[need] ?? '') === '');
      if (!value) return { disabled: true, placeholder: 'Choose a connection first', options: [] };
      if (missing.length > 0)
        return { disabled: true, placeholder: `Fill in ${missing.join(', ')} first`, options: [] };
      try {
        const found = await connector.lookups[name]?.(
          (await hosts({ auth: value })).host,
          searchValue,
          input,
        );
        return { disabled: false, options: [...(found ?? [])] };
      } catch (error) {
        return { disabled: true, placeholder: whyNotConnected(error), options: [] };
      }
    },
  });
}

function choices(field: Field | AuthFields[string], shown: ReturnType<typeof describe>) {
  const options = Object.entries(field.choices ?? {}).map(([value, label]) => ({ value, label }));
  return Property.StaticDropdown<string>({ ...shown, options: { disabled: false, options } });
}

function describe(field: Field | AuthFields[string]) {
  const { label, help, required } = field;
  return {
    ...{ displayName: label, description: help, required },
    ...(field.default === undefined ? {} : { defaultValue: field.default as string }),
  };
}

function mapValues<T, V>(values: Readonly<Record<string, T>>, map: (value: T) => V): Record<string, V> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
