import { expect, test } from 'vitest';
import { PIECES } from './pieces.ts';
import { startTwins } from './twins.ts';

test('each twin is connected by a credential that its connector gets through with', async () => {
  const twins = await startTwins({ mailboxes: ['sales@demo.example'] });
  try {
    expect(twins.map(({ connector }) => connector)).toContain('outlook');
    for (const { connector, auth, values } of twins) {
      const piece = Object.values(PIECES).find(({ name }) => name === connector);
      const http = async ({ method, url, headers, body }: Parameters<Fetch>[0]) => {
        const reply = await fetch(url, { method, headers, body: typeof body === 'string' ? body : null });
        return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() };
      };
      await expect(piece?.probe({ http, credential: values, auth })).resolves.toBeUndefined();
    }
  } finally {
    await Promise.all(twins.map((twin) => twin.close()));
  }
});

type Fetch = Parameters<(typeof PIECES)[string]['probe']>[0]['http'];
