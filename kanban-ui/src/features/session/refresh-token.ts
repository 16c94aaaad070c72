/** Where the refresh token of this tab lies. */
export interface RefreshTokens {
  read(): string | null;
  write(token: string | null): void;
}

const KEY = 'pebble.refresh';
const CHANNEL = 'pebble.refresh';

interface Rotation {
  from: string;
  to: string;
}

/**
 * Keeps the refresh token in sessionStorage, which a duplicated tab copies. A refresh token works once, so the tab that
 * rotates tells the others; whoever holds the same old token takes the new one instead of presenting a used one, which
 * the server would have to take for theft.
 */
export function sessionRefreshTokens(): RefreshTokens {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Rotation>) => {
    if (data.from === sessionStorage.getItem(KEY)) sessionStorage.setItem(KEY, data.to);
  });
  return {
    read: () => sessionStorage.getItem(KEY),
    write(token) {
      const from = sessionStorage.getItem(KEY);
      if (token === null) return sessionStorage.removeItem(KEY);
      sessionStorage.setItem(KEY, token);
      if (from !== null) channel.postMessage({ from, to: token } satisfies Rotation);
    },
  };
}
