const AREAS = [
  'dashboard',
  'dead-letters',
  'mails',
  'senders',
  'imports',
  'sources',
  'flows',
  'connections',
  'receipts',
] as const;

/** A screen of the operations group. */
export type OperationsArea = (typeof AREAS)[number];

/** Where the user is in operations. Everything that a link should bring back stands in the URL's hash. */
export interface OperationsRoute {
  area: OperationsArea;
  /** What is opened below the area, segment by segment: `['redrives', '<id>']`; empty for the area itself. */
  path: readonly string[];
  /** What the screen is narrowed to; never holds an empty value. */
  query: Readonly<Record<string, string>>;
}

/** Reads `#/operations/dead-letters/<id>?status=open`; null for an address outside of operations. */
export function parseOperations(hash: string): OperationsRoute | null {
  const [address = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, group, segment = '', ...path] = address.split('/').map(safeDecode);
  if (group !== 'operations') return null;
  const area = AREAS.find((one) => one === segment);
  return {
    // An address that is old or mistyped leads to where everything begins.
    area: area ?? 'dashboard',
    path: area ? path.filter((part) => part !== '') : [],
    query: Object.fromEntries([...new URLSearchParams(query)].filter(([, value]) => value !== '')),
  };
}

/** The hash of an address in operations; what is left out of the query, or is empty, is not written. */
export function operationsHash(
  area: OperationsArea,
  path: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const address = ['operations', ...(area === 'dashboard' ? [] : [area]), ...path];
  const set = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
  return `#/${address.map(encodeURIComponent).join('/')}${search}`;
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
