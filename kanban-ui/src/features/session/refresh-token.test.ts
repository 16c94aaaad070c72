import { beforeEach, describe, expect, it } from 'vitest';
import { sessionRefreshTokens } from './refresh-token.ts';

beforeEach(() => sessionStorage.clear());

describe('the refresh token of a tab', () => {
  it('outlives a reload and ends with the session', () => {
    const tokens = sessionRefreshTokens();
    tokens.write('one');
    expect(sessionRefreshTokens().read()).toBe('one');
    tokens.write(null);
    expect(tokens.read()).toBeNull();
  });

  it('is replaced when a duplicated tab has rotated the same one', async () => {
    const tokens = sessionRefreshTokens();
    tokens.write('one');
    const otherTab = new BroadcastChannel('pebble.refresh');
    otherTab.postMessage({ from: 'one', to: 'two' });
    await expect.poll(() => tokens.read()).toBe('two');
    otherTab.close();
  });

  it('stays when another session has rotated its own', async () => {
    const tokens = sessionRefreshTokens();
    tokens.write('one');
    const otherTab = new BroadcastChannel('pebble.refresh');
    otherTab.postMessage({ from: 'other', to: 'three' });
    otherTab.postMessage({ from: 'one', to: 'two' });
    await expect.poll(() => tokens.read()).toBe('two');
    otherTab.close();
  });
});
