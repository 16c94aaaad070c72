import type { ActivepiecesOptions } from './api.ts';

/** The Activepieces that a lane is for, and what the Pebble beside it is set to. */
export interface Target {
  options: ActivepiecesOptions;
  settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Null when there is none. */
export async function readTarget(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Target | null> {
  if (args.includes('--stand-in')) return standIn();
  const url = env['ACTIVEPIECES_URL']?.trim();
  if (!url) return null;
  const given = {
    token: env['ACTIVEPIECES_TOKEN'],
    email: env['ACTIVEPIECES_EMAIL'],
    password: env['ACTIVEPIECES_PASSWORD'],
    projectId: env['ACTIVEPIECES_PROJECT_ID'],
  };
  const options = { url, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)) };
  return { options, settings: {}, close: async () => undefined };
}

// Loaded only when it is asked for: it brings Activepieces' schemas along.
async function standIn(): Promise<Target> {
  const { startRunningStandIn } = await import('./testing/running-stand-in.ts');
  const running = await startRunningStandIn();
  return {
    options: { url: running.url, token: running.token },
    settings: { ACTIVEPIECES_URL: running.url, ACTIVEPIECES_TOKEN: running.token },
    close: async () => {
      for (const failure of running.failures) console.error(`A run failed: ${failure}`);
      await running.close();
    },
  };
}
