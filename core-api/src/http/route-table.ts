import type { Method } from '@pebble/contract/endpoint';
import type { Route } from './route.ts';

export type Match = { route: Route; params: Record<string, string> } | { allow: Method[] } | null;

/** Finds the route of a request. The final slash is optional; an unknown path gives null, a wrong method the right ones. */
export class RouteTable {
  private readonly entries: { route: Route; segments: string[] }[];

  constructor(routes: readonly Route[]) {
    this.entries = routes
      .map((route) => ({ route, segments: split(route.endpoint.path) }))
      // Literal before parameter, so that `/events/stream/` never reads as an event called "stream".
      .sort((a, b) => parameters(a.segments) - parameters(b.segments));
  }

  match(method: string, path: string): Match {
    const wanted = split(path);
    const allow: Method[] = [];
    for (const { route, segments } of this.entries) {
      const params = fit(segments, wanted);
      if (!params) continue;
      if (route.endpoint.method === method) return { route, params };
      allow.push(route.endpoint.method);
    }
    return allow.length > 0 ? { allow } : null;
  }
}

function split(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function parameters(segments: string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length;
}

function fit(segments: string[], wanted: string[]): Record<string, string> | null {
  if (segments.length !== wanted.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = wanted[index] ?? '';
    if (segment.startsWith('{')) {
      const decoded = decode(value);
      if (decoded === null || decoded === '') return null;
      params[segment.slice(1, -1)] = decoded;
    } else if (segment !== value) return null;
  }
  return params;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
