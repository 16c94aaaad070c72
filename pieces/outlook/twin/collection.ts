import type { TwinRequest } from '../../kit/twin/twin-server.ts';
import { badRequest } from './graph-error.ts';
import { firstProperty, parseFilter } from './odata-filter.ts';
import { plain, renderMessage, type Json } from './render.ts';
import type { Mailbox } from './mailbox.ts';
import type { StoredMessage } from './stored.ts';
import { selectOf, viewOf, type Call } from './world.ts';

/** One page of a collection, and the link to the next. `$skip` is enough for a twin; clients must not look into the link. */
export function page(call: Call, all: readonly Json[], defaultTop = 10): Json {
  const { query } = call.request;
  const [top, skip] = [whole(query, '$top', defaultTop), whole(query, '$skip', 0)];
  if (top < 1 || top > 1000) throw badRequest('The limit of $top is 1 to 1000.');
  const value = all.slice(skip, skip + top);
  const more = skip + top < all.length;
  return {
    '@odata.context': `${call.world.baseUrl()}/v1.0/$metadata#collection`,
    value,
    ...(more ? { '@odata.nextLink': linkOf(call, { $skip: String(skip + top) }) } : {}),
  };
}

/** The same request again with other options, absolute, as Graph gives it. */
export function linkOf({ request, world }: Call, options: Record<string, string>): string {
  const query = new URLSearchParams(request.query);
  for (const [name, value] of Object.entries(options)) query.set(name, value);
  return `${world.baseUrl()}${encodeURI(request.path)}?${query}`;
}

/** Messages as `$filter`, `$search`, `$orderby`, `$top`, `$skip` and `$select` ask for them. */
export function listMessages(call: Call, mailbox: Mailbox, messages: readonly StoredMessage[]): Json {
  const { query } = call.request;
  const [filter, orderby, search] = [query.get('$filter'), query.get('$orderby'), query.get('$search')];
  if (search !== null && (filter !== null || orderby !== null)) {
    throw badRequest('$search cannot be combined with $filter or $orderby.', 'SearchWithFilter');
  }
  checkOrder(filter, orderby);
  const view = viewOf(call);
  const full = (message: StoredMessage) => renderMessage(mailbox, message, view);
  const wanted = filter === null ? () => true : parseFilter(filter);
  const found = messages
    .filter((message) => search === null || mentions(message, search))
    .map((message) => ({ message, record: full(message) }))
    .filter(({ record }) => wanted(record))
    .sort(byOrder(orderby ?? 'receivedDateTime desc'));
  const select = selectOf(query);
  const shown = page(
    call,
    found.map(({ record }) => record),
  );
  const start = whole(query, '$skip', 0);
  const value = (shown['value'] as Json[]).map((_, at) => {
    const hit = found[start + at];
    return hit ? renderMessage(mailbox, hit.message, view, select) : {};
  });
  return { ...shown, value };
}

// Exchange cannot use its index otherwise, and says so.
function checkOrder(filter: string | null, orderby: string | null): void {
  if (filter === null || orderby === null) return;
  const first = orderby.split(/[\s,]/)[0];
  if (firstProperty(filter) !== first) {
    throw badRequest('The restriction or sort order is too complex for this operation.', 'InefficientFilter');
  }
}

function byOrder(orderby: string) {
  const keys = orderby.split(',').map((part) => part.trim().split(/\s+/));
  return (a: Hit, b: Hit): number => {
    for (const [name = '', direction] of keys) {
      const [left, right] = [String(a.record[name]), String(b.record[name])];
      if (left !== right) return (left < right ? -1 : 1) * (direction === 'desc' ? -1 : 1);
    }
    return a.message.key - b.message.key;
  };
}

interface Hit {
  message: StoredMessage;
  record: Json;
}

function mentions(message: StoredMessage, search: string): boolean {
  const people = [message.from, ...message.to].map((one) => `${one?.name} ${one?.address}`);
  const text = [message.subject, plain(message), ...people].join(' ').toLowerCase();
  const words = search.replace(/\\?"/g, '').toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word.replace(/^(subject|from|body|to):/, '')));
}

function whole(query: TwinRequest['query'], name: string, fallback: number): number {
  const given = query.get(name);
  if (given === null) return fallback;
  if (!/^\d+$/.test(given)) throw badRequest(`Invalid value '${given}' for ${name}.`);
  return Number(given);
}
