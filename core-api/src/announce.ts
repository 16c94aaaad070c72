import type { DemoCredential } from './features/tenants/seed-demo.ts';

/** What the person at the console reads when Pebble is up. */
export function readyMessage(url: string, demo: readonly DemoCredential[], dataDir: string): string {
  const lines = [`Pebble is ready: ${url}`];
  const [first] = demo;
  if (first) {
    const width = Math.max(...demo.map((user) => user.email.length));
    const row = ({ email, role, tenant, entities }: DemoCredential) =>
      `  ${email.padEnd(width)}  ${role.padEnd(10)}  ${tenant}: ${entities.join(', ')}`;
    lines.push(
      '',
      `Demo sign-ins, all with the password ${first.password}`,
      ...demo.map(row),
      '',
      `They are also in ${dataDir}/demo-credentials.json. Send the sample mails:  npm run send -- samples`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** What the person at the console of a worker process reads when it takes mail. */
export function workerMessage(config: { redisUrl: string | null; workerConcurrency: number }): string {
  const transport = config.redisUrl === null ? 'Postgres' : 'Redis';
  return `Pebble worker is ready: ${config.workerConcurrency} mails at a time, queue on ${transport}\n`;
}
