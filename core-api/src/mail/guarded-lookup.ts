import type { LookupAddress, LookupOptions } from 'node:dns';

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The guard's own decision, as opposed to a network that failed. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

type Answer = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A `lookup` for sockets that answers public addresses only. The check sits here and nowhere before: a name that is
 * resolved once to be checked and again to connect can answer differently the second time (DNS rebinding).
 */
export function guardedLookup(resolve: Resolve, isPublic: (address: string) => boolean) {
  return (hostname: string, options: LookupOptions, answer: Answer): void => {
    resolve(hostname).then(
      (addresses) => {
        // One private address among public ones is refused too: the socket may try any of them.
        const first = addresses[0];
        if (!first) answer(new Error('The name has no address.'), []);
        else if (!addresses.every(({ address }) => isPublic(address))) answer(notPublic(), []);
        else if (options.all) answer(null, addresses);
        else answer(null, first.address, first.family);
      },
      (error: Error) => answer(error, []),
    );
  };
}

export function notPublic(): Refused {
  return new Refused('The address is not on the public internet.');
}
