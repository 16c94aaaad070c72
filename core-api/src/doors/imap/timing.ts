/** All in milliseconds; tests make them short. */
export interface ImapTiming {
  /** To connect and sign in. */
  connect: number;
  /** A server that owes us an answer and sends no byte for so long is dead. */
  silence: number;
  /** For one command, however busy the server looks. */
  command: number;
  /** How often a folder is looked at when the server announces nothing. */
  poll: number;
  /** Pause after the first failure; it doubles, with full jitter, up to `longestPause`. */
  firstPause: number;
  longestPause: number;
  /** Least pause after a refused sign-in: each try brings the account nearer to being locked. */
  signInPause: number;
  /** How long an account is a worker's own without a word from it. */
  lease: number;
  /** How often a worker says that it is there, and looks for accounts that need one. */
  round: number;
}

export const TIMING: ImapTiming = {
  connect: 30_000,
  silence: 30_000,
  command: 10 * 60_000,
  poll: 60_000,
  firstPause: 1_000,
  longestPause: 5 * 60_000,
  signInPause: 60_000,
  lease: 30_000,
  round: 5_000,
};
