import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Connector } from '../kit/connector';
import { ADDITIONAL } from '../kit/host/n8n-names';
import type { Credentials } from './context';
import { toNodeError } from './failure';
import { hostOf } from './host';
import { plain } from './values';

/** What a `lookup` field offers, by what the person has typed and filled in so far. */
export async function findChoices(
  context: ILoadOptionsFunctions,
  connector: Connector,
  credentials: Credentials,
  { lookup, search = '' }: { lookup: string; search?: string | undefined },
): Promise<INodeListSearchResult> {
  const found = await find(context, connector, credentials, lookup, search).then(
    (choices) => ({ choices }),
    (failure: unknown) => ({ failure }),
  );
  if ('failure' in found) throw toNodeError(context.getNode(), found.failure);
  return { results: found.choices.map(({ label, value }) => ({ name: label, value })) };
}

async function find(
  context: ILoadOptionsFunctions,
  connector: Connector,
  credentials: Credentials,
  lookup: string,
  search: string,
) {
  const parameters = context.getCurrentNodeParameters() ?? {};
  const additional = (parameters[ADDITIONAL] ?? {}) as Record<string, unknown>;
  const filled = Object.entries({ ...additional, ...parameters }).map(([name, value]) => [
    name,
    plain(value),
  ]);
  const host = await hostOf(context, connector, credentials);
  const finder = connector.lookups[lookup];
  return finder ? await finder(host, search, Object.fromEntries(filled) as Record<string, unknown>) : [];
}
