import { describe, expect, it } from 'vitest';
import { demandAllowed, lookupFor } from './private-hosts.ts';

const find = (host: string, privateHosts: string[]) =>
  new Promise<unknown>((resolve, reject) => {
    lookupFor(host, privateHosts)(host, { all: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });

describe('a host', () => {
  it('that is an address in a private network is refused unless it is listed', () => {
    for (const host of ['127.0.0.1', '10.0.0.5', '192.168.1.1', '169.254.169.254', '::1']) {
      expect(() => demandAllowed(host, []), host).toThrow(/public internet/);
      expect(() => demandAllowed(host, ['10.9.9.9']), host).toThrow();
      expect(() => demandAllowed(host, [host]), host).not.toThrow();
      expect(() => demandAllowed(host, ['*']), host).not.toThrow();
    }
    expect(() => demandAllowed('9.9.9.9', [])).not.toThrow();
  });

  it('whose name leads into a private network is refused when it is looked up', async () => {
    await expect(find('localhost', [])).rejects.toThrow(/public internet/);
    await expect(find('localhost', ['exchange.acme.local'])).rejects.toThrow();
    expect(await find('localhost', ['localhost'])).toEqual(
      expect.arrayContaining([expect.objectContaining({ address: expect.any(String) })]),
    );
    expect(await find('LocalHost', ['localhost'])).not.toEqual([]);
  });
});
