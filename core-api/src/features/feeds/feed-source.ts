import type { Connector, ConnectorMailSource, ConnectorPollTrigger, Host } from '@pebble/kit/connector';
import type { TriggerInput } from '@pebble/kit/trigger';
import type { Scope } from '../../db/scope.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import type { FeedRow } from './feed-rows.ts';

/** A feed's mailbox at the other side, ready to be asked. */
export interface FeedSource {
  connector: Connector;
  /** Name of the connection. */
  connection: string;
  host: Host;
  mail: ConnectorMailSource;
  trigger: ConnectorPollTrigger;
  /** What the trigger is set to. */
  input: TriggerInput;
}

/** The trigger whose items are mails; null when the connector has no mail. */
export function mailTrigger({ mail, triggers }: Connector): ConnectorPollTrigger | null {
  const found = triggers.find((one) => one.name === mail?.trigger);
  return found?.type === 'poll' ? found : null;
}

/** @throws ApiProblem not_found, other_side_failed; SealingKeyMissing, BoxBroken */
export async function openFeed(
  connections: OpenConnections,
  scope: Scope,
  feed: Pick<FeedRow, 'connection_id' | 'remote_mailbox' | 'folder'>,
): Promise<FeedSource> {
  const { name, connector, host } = await connections.byId(scope, feed.connection_id);
  const trigger = mailTrigger(connector);
  const { mail } = connector;
  if (!mail || !trigger) {
    throw new ApiProblem('other_side_failed', {
      detail: `${connector.label} has no mail that could be read.`,
    });
  }
  const input = { mailbox: feed.remote_mailbox, folder: feed.folder };
  return { connector, connection: name, host, mail, trigger, input };
}
