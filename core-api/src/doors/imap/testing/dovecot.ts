import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { until } from '../../../../test/until.ts';
import { selfSigned } from '@pebble/kit/twin/self-signed';
import { dovecotConfig } from './dovecot-config.ts';

/** Nobody: the server keeps no mail as root. */
const NOBODY = 65_534;

/** Where the real server is installed (Debian: dovecot-imapd); null where it is not. */
export const DOVECOT = findProgram('dovecot');

/** A real IMAP server of the test's own, with one user, on ports of its own. */
export class Dovecot {
  readonly user = 'sales@ours.example';
  readonly password = 'imap-password';
  readonly ca: string;
  port = 0;
  tlsPort = 0;
  private readonly folder: string;
  private readonly pair: { key: string; cert: string };
  private server: ChildProcess | null = null;

  private constructor(folder: string) {
    this.folder = folder;
    this.pair = selfSigned('localhost');
    this.ca = this.pair.cert;
  }

  static async start(): Promise<Dovecot> {
    const folder = await mkdtemp(join(tmpdir(), 'pebble-dovecot-'));
    // Its processes run as several users, which all have to find their way in.
    await chmod(folder, 0o755);
    const dovecot = new Dovecot(folder);
    await dovecot.prepare();
    await dovecot.run();
    return dovecot;
  }

  /** Stops the server, takes away what it knows about its mail, and starts it again: it numbers anew. */
  async loseIndex(): Promise<void> {
    await this.stop();
    const maildir = join(this.folder, 'mail', 'Maildir');
    for (const name of ['dovecot-uidlist', 'dovecot.index', 'dovecot.index.log', 'dovecot.index.cache']) {
      await rm(join(maildir, name), { force: true });
    }
    await rm(join(maildir, 'dovecot-uidvalidity'), { force: true });
    await this.run();
  }

  /** Puts a mail into the inbox, as another client would. */
  async append(raw: Uint8Array, date = new Date()): Promise<void> {
    await this.asClient((client) => client.append('INBOX', Buffer.from(raw), [], date).then(() => undefined));
  }

  /** Flags of all mails of a folder, in order. */
  flags(folder = 'INBOX'): Promise<string[][]> {
    return this.asClient(async (client) => {
      const { exists } = await client.mailboxOpen(folder, { readOnly: true });
      if (exists === 0) return [];
      const found = await client.fetchAll('1:*', { flags: true });
      return found.map(({ flags }) => [...(flags ?? [])]);
    });
  }

  async create(folder: string): Promise<void> {
    await this.asClient((client) => client.mailboxCreate(folder).then(() => undefined));
  }

  /** Freezes every session that is open: their connections stay, and nothing comes any more. */
  async freeze(): Promise<void> {
    const { stdout } = await promisify(execFile)(findProgram('doveadm') ?? 'doveadm', [
      ...['-c', this.configFile, '-f', 'tab', 'who', '-1'],
    ]);
    const lines = stdout.trim().split('\n').slice(1);
    // Columns: username, service, pid, address.
    for (const line of lines) process.kill(Number(line.split('\t')[2]), 'SIGSTOP');
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private get configFile(): string {
    return join(this.folder, 'dovecot.conf');
  }

  private async prepare(): Promise<void> {
    [this.port, this.tlsPort] = [await freePort(), await freePort()];
    const mail = join(this.folder, 'mail');
    await mkdir(mail);
    await mkdir(join(this.folder, 'run'));
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(mail, NOBODY, NOBODY);
    await writeFile(join(this.folder, 'cert.pem'), this.pair.cert);
    await writeFile(join(this.folder, 'key.pem'), this.pair.key);
    const { folder, port, tlsPort, password } = this;
    const owner = isRoot ? { uid: NOBODY, gid: NOBODY } : userInfo();
    const runAs = isRoot ? null : userInfo().username;
    await writeFile(this.configFile, dovecotConfig({ folder, port, tlsPort, password, owner, runAs }));
  }

  private async run(): Promise<void> {
    const server = spawn(DOVECOT ?? '', ['-F', '-c', this.configFile], { stdio: 'ignore' });
    this.server = server;
    await until(async () => {
      if (server.exitCode !== null) throw new Error(`dovecot ended:\n${await this.log()}`);
      return (await answers(this.port)) ? true : undefined;
    });
  }

  private async stop(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (!server || server.exitCode !== null) return;
    server.kill('SIGTERM');
    await once(server, 'exit');
  }

  private log(): Promise<string> {
    return readFile(join(this.folder, 'log'), 'utf8').catch(() => 'no log');
  }

  private async asClient<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const auth = { user: this.user, pass: this.password };
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: this.port,
      secure: false,
      doSTARTTLS: false,
      auth,
      logger: false,
    });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.logout();
    }
  }
}

function findProgram(name: string): string | null {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/bin',
  ];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** The server cannot choose a port itself. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'data');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
