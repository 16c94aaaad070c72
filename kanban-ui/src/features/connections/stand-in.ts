import type { Connection } from '@pebble/contract/connections';

/** Host and port of a connection that leads to this very machine, as those to the twins of the demo do; null for any other. */
export function standInOf({ values }: Pick<Connection, 'values'>): string | null {
  for (const value of Object.values(values)) {
    if (!URL.canParse(value)) continue;
    const { hostname, host } = new URL(value);
    if (/^(127\.[\d.]+|localhost|\[::1\])$/.test(hostname)) return host;
  }
  return null;
}
