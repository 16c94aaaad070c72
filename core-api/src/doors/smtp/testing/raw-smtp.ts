import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An SMTP client that does exactly what it is told, also what no decent client would. */
export class RawSmtp {
  readonly socket: Socket;
  private text = '';
  private wake: () => void = () => undefined;
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => {
      this.text += bytes.toString('latin1');
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  /** Connects and reads the greeting. */
  static async connect(port: number): Promise<RawSmtp> {
    const socket = connect(port, '127.0.0.1');
    const client = new RawSmtp(socket);
    await once(socket, 'connect');
    await client.reply();
    return client;
  }

  /** The next whole reply; an empty text when the server has closed the connection. */
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(this.text);
      if (match) {
        this.text = this.text.slice(match[0].length);
        return match[0].trim();
      }
      if (this.closed) return '';
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Sends a line and returns its reply. */
  send(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`);
    return this.reply();
  }

  /** Greets, names sender and recipients, and begins the mail; returns the reply to DATA. */
  async begin(...recipients: string[]): Promise<string> {
    await this.send('EHLO client.example');
    await this.send('MAIL FROM:<ada@buyer.example>');
    for (const recipient of recipients) await this.send(`RCPT TO:<${recipient}>`);
    return this.send('DATA');
  }

  /** Resolves when the server has closed the connection. */
  async gone(): Promise<void> {
    while (!this.closed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  close(): void {
    this.socket.destroy();
  }
}
