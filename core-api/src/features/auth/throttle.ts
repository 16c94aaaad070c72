import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../db/database.ts';
import { ApiProblem } from '../../http/problem.ts';
import { clientNetwork } from './client-network.ts';

const WINDOW_SECONDS = 15 * 60;
const TRIES_PER_ADDRESS = 50;
/** From this try on, each one starts a wait for the next. */
const FIRST_PACED_TRY = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 15 * 60;

/**
 * Slows down guessing, per account and per address, in the database so that all processes count together. A try is counted
 * before the password is looked at: a hundred tries sent at once are a hundred tries. Unknown accounts count like
 * known ones, so the answer does not tell which it was.
 */
export class SignInThrottle {
  private readonly addresses: RateLimiterPostgres;
  private readonly accounts: RateLimiterPostgres;
  private readonly waits: RateLimiterPostgres;

  constructor(db: Database) {
    const store = {
      storeClient: db.pool,
      storeType: 'knex',
      tableName: 'sign_in_throttle',
      tableCreated: true,
    };
    const window = { ...store, duration: WINDOW_SECONDS };
    this.addresses = new RateLimiterPostgres({ ...window, keyPrefix: 'address', points: TRIES_PER_ADDRESS });
    // One table, so one sweeper of expired rows is enough.
    const unswept = { ...window, clearExpiredByTimeout: false };
    this.accounts = new RateLimiterPostgres({ ...unswept, keyPrefix: 'account', points: FIRST_PACED_TRY });
    this.waits = new RateLimiterPostgres({ ...unswept, keyPrefix: 'wait', points: 1 });
  }

  /** Counts a try, or refuses it. `address` is null inside the process. @throws ApiProblem too_many_requests */
  async admit(email: string, address: string | null): Promise<void> {
    if (address !== null) await orRefuse(this.addresses.consume(addressKey(address)));
    const account = accountKey(email);
    const running = await this.waits.get(account);
    if (running) throw refusal(running);
    const { consumedPoints: tries } = await this.accounts.penalty(account);
    if (tries < FIRST_PACED_TRY) return;
    const wait = waitAfter(tries);
    // Of tries that arrive together when a wait is over, the one point lets one through.
    await orRefuse(this.waits.consume(account, 1, { customDuration: wait }));
    // While guessing goes on the count must not expire, or every quarter of an hour would bring new free tries.
    await this.accounts.set(account, tries, WINDOW_SECONDS + wait);
  }

  /** The password was right: the account starts afresh, and the address gets its try back. */
  async succeeded(email: string, address: string | null): Promise<void> {
    const account = accountKey(email);
    await Promise.all([this.accounts.delete(account), this.waits.delete(account)]);
    if (address !== null) await this.addresses.reward(addressKey(address));
  }
}

/** 30 s, then twice as long after each further failure, up to 15 min. */
function waitAfter(tries: number): number {
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (tries - FIRST_PACED_TRY), LONGEST_WAIT_SECONDS);
}

async function orRefuse(consumption: Promise<RateLimiterRes>): Promise<void> {
  try {
    await consumption;
  } catch (refused) {
    throw refused instanceof RateLimiterRes ? refusal(refused) : refused;
  }
}

function refusal(state: RateLimiterRes): ApiProblem {
  return new ApiProblem('too_many_requests', { retryAfter: state.msBeforeNext / 1000 });
}

function accountKey(email: string): string {
  return sha256(email.toLowerCase());
}

function addressKey(address: string): string {
  return sha256(clientNetwork(address));
}

/** Hashed, so that the table holds nobody's address. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
