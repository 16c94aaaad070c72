// Generated from pieces/kit/src/registration.ts by `npm run nodes:generate`: change it there.
/** A subscription at the vendor's, as the host keeps it: plain JSON. It holds a secret, so hosts keep it encrypted. */
export interface Registration {
  /** The vendor's id of it. */
  id: string;
  /** ISO 8601, UTC; null when it never ends. Hosts renew at half of its time, and at least once a day. */
  expires_at: string | null;
  /** What the vendor was given to prove itself with. */
  secret: string;
  url: string;
}
