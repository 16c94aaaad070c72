import type {
  IExecuteFunctions,
  IHookFunctions,
  ILoadOptionsFunctions,
  IPollFunctions,
  IWebhookFunctions,
} from 'n8n-workflow';

/** The contexts of n8n in which a connector may be called. */
export type Context =
  IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

/** The contexts in which a trigger works; they have the node's parameters, and no items. */
export type TriggerContext = IHookFunctions | IPollFunctions | IWebhookFunctions;

/** Type of the credential for each way to sign in, by the name of the auth. */
export type Credentials = Readonly<Record<string, string>>;
