import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { OperatorError } from '../../runtime/operator-error.ts';

interface Pair {
  cert: string;
  key: string;
}

/** Certificates are renewed every few weeks by somebody else, who does not restart us. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

/** A certificate in files, which are looked at again from time to time. */
export class Certificate {
  private readonly files: Pair;
  private readonly log: Logger;
  private pair: Pair;
  private timer: NodeJS.Timeout | undefined;

  private constructor(files: Pair, pair: Pair, log: Logger) {
    this.files = files;
    this.pair = pair;
    this.log = log;
  }

  /** @throws OperatorError when the files cannot be read or do not belong together */
  static async load(files: Pair, log: Logger): Promise<Certificate> {
    try {
      return new Certificate(files, await read(files), log);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new OperatorError(`SMTP_TLS_CERT and SMTP_TLS_KEY cannot be used: ${reason}`, { cause });
    }
  }

  get current(): Pair {
    return this.pair;
  }

  watch(use: (pair: Pair) => void): void {
    this.timer = setInterval(() => void this.refresh(use), LOOK_EVERY_MS).unref();
  }

  /** Uses what is in the files now, if it has changed and is whole; half of a renewal is not. */
  async refresh(use: (pair: Pair) => void): Promise<void> {
    try {
      const pair = await read(this.files);
      if (pair.cert === this.pair.cert && pair.key === this.pair.key) return;
      use(pair);
      this.pair = pair;
      this.log.info('the mail server uses a new certificate');
    } catch (error) {
      this.log.warn(
        { err: error },
        'the new certificate of the mail server cannot be used, the old one stays',
      );
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

async function read(files: Pair): Promise<Pair> {
  const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')]);
  // Throws when they do not fit each other.
  createSecureContext({ cert, key });
  return { cert, key };
}
