import type { Auth } from '@pebble/kit/auth';
import type { Connector, ConnectorOperation, ConnectorTrigger } from '@pebble/kit/connector';
import type { FileValue } from '@pebble/kit/field';
import type { Registration } from '@pebble/kit/registration';
import type { WebhookPayload } from '@pebble/kit/trigger';

/** What came of a call: an output, or the class and message of a failure. */
export type Outcome = { output: unknown } | { error: string; message: string; retryAfter: number | null };

/** A call to be made in every host. */
export interface Call {
  connector: Connector;
  auth: Auth;
  credential: Record<string, string>;
  input: Readonly<Record<string, unknown>>;
}

/** A trigger that was switched on. */
export interface Running {
  /** What the vendor has given us, as the host keeps it; null where nobody registers. */
  registration(): Promise<Registration | null>;
  poll(): Promise<Outcome>;
  /** The items of a call, or how it was refused. */
  call(payload: WebhookPayload): Promise<Outcome>;
  off(): Promise<void>;
}

/** One of the engines that run connectors. */
export interface ParityHost {
  name: string;
  operate(call: Call, operation: ConnectorOperation): Promise<Outcome>;
  /** Switches a trigger on, which may subscribe. `push`: with the notifications of a poll trigger. */
  start(call: Call, trigger: ConnectorTrigger, push: boolean): Promise<Running>;
  choices(call: Call, lookup: string, search: string): Promise<Outcome>;
}

/** Address that vendors are told to call, as n8n makes it up; nobody does. */
export const HOOK = 'https://hooks.test/webhook/hook-1/webhook';

/** References differ from host to host; what they lead to does not. */
export function withFiles(output: unknown, files: ReadonlyMap<string, FileValue>): unknown {
  const text = JSON.stringify(output, (_, value: unknown) => {
    const file = typeof value === 'string' ? files.get(value) : undefined;
    return file ? { name: file.name, bytes: Buffer.from(file.bytes).toString('base64') } : value;
  });
  return text === undefined ? undefined : JSON.parse(text);
}

/** A file is handed to each host in its own way. */
export function isFile(value: unknown): value is FileValue {
  return typeof value === 'object' && value !== null && 'bytes' in value;
}
