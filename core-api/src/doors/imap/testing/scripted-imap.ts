import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import { ImapSession } from './imap-session.ts';

export interface StoredMail {
  uid: number;
  raw: Buffer;
  date: Date;
  flags: Set<string>;
  /** What the server says its size is, when that is not true. */
  claimedSize?: number;
}

/**
 * What goes wrong with a command. `silence`: no answer, ever. `break`: the connection ends in the middle of the answer. `refuse`: a
 * tagged NO. A text is sent as it is, in place of the answer.
 */
export type Fault = 'silence' | 'break' | 'refuse' | { text: string };

/** A small IMAP server with one folder, which misbehaves on demand. What it knows of IMAP4rev1 is what our client says. */
export class ScriptedImap {
  readonly user: string = 'sales@ours.example';
  password = 'imap password';
  capabilities = ['IMAP4rev1', 'IDLE', 'UIDPLUS', 'MOVE'];
  uidValidity = 1_000;
  uidNext = 1;
  mails: StoredMail[] = [];
  moved: { to: string; raw: Buffer }[] = [];
  /** Every command as it came, without its tag; passwords and all. */
  readonly commands: string[] = [];
  /** Asked before each command; undefined means that it is answered as it should be. */
  fault: (command: string) => Fault | undefined = () => undefined;
  readonly sessions = new Set<ImapSession>();
  /** Connections so far. */
  connections = 0;
  private readonly server: Server;

  private constructor(pair?: { key: string; cert: string }) {
    const accept = (socket: Socket) => {
      this.connections += 1;
      const session = new ImapSession(this, socket);
      this.sessions.add(session);
      socket.on('close', () => this.sessions.delete(session));
    };
    this.server = pair ? createTlsServer(pair, accept) : createServer(accept);
  }

  static async listen(pair?: { key: string; cert: string }): Promise<ScriptedImap> {
    const imap = new ScriptedImap(pair);
    imap.server.listen(0, '127.0.0.1');
    await once(imap.server, 'listening');
    return imap;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Puts a mail into the folder and tells those who listen. */
  append(raw: Uint8Array, more: Partial<StoredMail> = {}): number {
    const uid = this.uidNext;
    this.uidNext += 1;
    this.mails.push({ uid, raw: Buffer.from(raw), date: new Date(), flags: new Set(), ...more });
    for (const session of this.sessions) session.announce();
    return uid;
  }

  /** What a server does when its index is lost: the same mails under new numbers. */
  renumber(): void {
    this.uidValidity += 1;
    this.mails = this.mails.map((mail, index) => ({ ...mail, uid: index + 1 }));
    this.uidNext = this.mails.length + 1;
    this.dropAll();
  }

  /** Ends every connection without a word. */
  dropAll(): void {
    for (const session of this.sessions) session.drop();
  }

  async close(): Promise<void> {
    this.dropAll();
    this.server.close();
    await once(this.server, 'close');
  }
}
