import type { Me } from '@pebble/contract/auth';
import type { Route } from '../../lib/route.ts';

/** What the whole board is narrowed to. */
export interface BoardFilter {
  entityId: string | null;
  text: string;
}

/** Reads the filter out of the route; an entity that is not ours narrows nothing. */
export function boardFilter(route: Route, me: Me): BoardFilter {
  const entity = me.entities.find((one) => one.slug === route.entity);
  return { entityId: entity?.id ?? null, text: route.text.trim() };
}

export function isNarrowed(filter: BoardFilter): boolean {
  return filter.entityId !== null || filter.text !== '';
}
