import type { SourceMapping } from '@pebble/contract/sources';

const MAIL: Readonly<Record<string, string>> = {
  subject: 'Enquiry',
  from: 'ada@buyer.example',
  from_name: 'Ada Buyer',
  body: 'Please quote 40 gate valves.',
};

/** A payload that fits a source: a mail, or what its mapping looks for. */
export function samplePayload(mapping: SourceMapping | null): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  if (!mapping) return { subject: MAIL['subject'], from: MAIL['from'], body: MAIL['body'] };
  for (const [part, value] of Object.entries(MAIL)) {
    const place = mapping[part as keyof SourceMapping];
    const paths = typeof place === 'string' ? [place] : Array.isArray(place) ? place : [];
    for (const path of paths) put(payload, path.split('.'), value);
  }
  return payload;
}

/** Keys that are numbers are places in a list for the server, which finds them in an object as well. */
function put(into: Record<string, unknown>, [key = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = into[key];
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  into[key] = next;
  put(next, rest, value);
}
