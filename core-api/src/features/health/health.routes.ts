import { healthz, openapi, readyz } from '@pebble/contract/health';
import { ApiProblem } from '../../http/problem.ts';
import { plain, type Route } from '../../http/route.ts';

export function healthRoutes(deps: {
  /** Answers when everything that serving needs does; throws otherwise. */
  ready: () => Promise<void>;
  openapi: Record<string, unknown>;
}): Route[] {
  return [
    plain(healthz, async () => ({ status: 'ok' as const })),
    plain(readyz, async () => {
      await deps.ready().catch((cause: unknown) => {
        throw new ApiProblem('not_ready', { cause });
      });
      return { status: 'ready' as const };
    }),
    plain(openapi, async () => deps.openapi),
  ];
}
