/** A twin that stands in for a vendor where somebody tries Pebble out, and how it is connected. */
export interface DemoTwin {
  /** Name of the connector; flows call the connection the same. */
  connector: string;
  /** Name of the way to sign in. */
  auth: string;
  values: Readonly<Record<string, string>>;
  url: string;
  /** Addresses here whose mail lies in the twin's mailboxes of the same address; empty when it has no mail. */
  mailboxes: readonly string[];
  /** One line for the console: what to try with it. */
  tip?: string;
  close(): Promise<void>;
}

/** What a `twin/demo.ts` exports as `startDemoTwin`. @param options.mailboxes of the organisation that tries it */
export type StartDemoTwin = (options: { mailboxes: readonly string[] }) => Promise<DemoTwin>;
