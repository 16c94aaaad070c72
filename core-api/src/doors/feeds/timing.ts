/** All in milliseconds; tests make them short. */
export interface FeedTiming {
  /** How often a folder is looked at while nobody wakes us. */
  poll: number;
  /** The same while notifications arrive: each of them may be lost. */
  pollWithPush: number;
  /** Pause after the first failure; it doubles, with full jitter, up to `longestPause`. */
  firstPause: number;
  longestPause: number;
  /** Least pause after a refused sign-in. */
  signInPause: number;
  /** How long a feed is a worker's own without a word from it. */
  lease: number;
  /** How often a worker says that it is there, and looks for feeds that need one. */
  round: number;
  /** So long after its end a window is proved: mail may be on its way into the folder. */
  settle: number;
  /** Length of the windows that are proved. */
  window: number;
  /** How often is looked for windows that are due. */
  prove: number;
  /** So long mail is taken in at a stretch, before everything else that a feed needs has its turn. */
  stretch: number;
  /** Pause before a mail that could not be fetched is tried again; it grows fourfold. */
  aside: number;
}

export const FEED_TIMING: FeedTiming = {
  poll: 30_000,
  pollWithPush: 60_000,
  firstPause: 1_000,
  longestPause: 60_000,
  signInPause: 60_000,
  lease: 30_000,
  round: 5_000,
  settle: 10 * 60_000,
  window: 60 * 60_000,
  prove: 60_000,
  stretch: 10_000,
  aside: 5_000,
};
