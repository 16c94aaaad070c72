import type { Socket } from 'node:net';
import { fetchItems, matching } from './imap-answers.ts';
import type { Fault, ScriptedImap, StoredMail } from './scripted-imap.ts';

/** One connection to the scripted server. */
export class ImapSession {
  private readonly imap: ScriptedImap;
  private readonly socket: Socket;
  private buffer = '';
  private idleTag: string | null = null;
  private selected = false;
  private readOnly = true;
  private silent = false;

  constructor(imap: ScriptedImap, socket: Socket) {
    this.imap = imap;
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      this.buffer += bytes.toString('latin1');
      this.readLines();
    });
    const fault = imap.fault('GREETING');
    if (fault === 'silence') this.silent = true;
    else this.line(typeof fault === 'object' ? fault.text : '* OK ready');
    if (typeof fault === 'object') socket.end();
  }

  announce(): void {
    if (this.idleTag !== null && !this.silent) this.line(`* ${this.imap.mails.length} EXISTS`);
  }

  drop(): void {
    this.socket.destroy();
  }

  private readLines(): void {
    for (let end = this.buffer.indexOf('\r\n'); end >= 0; end = this.buffer.indexOf('\r\n')) {
      const line = this.buffer.slice(0, end);
      this.buffer = this.buffer.slice(end + 2);
      this.handle(line);
    }
  }

  private handle(line: string): void {
    if (line === 'DONE' && this.idleTag !== null) {
      const tag = this.idleTag;
      this.idleTag = null;
      if (!this.silent) this.line(`${tag} OK done`);
      return;
    }
    const [tag = '', ...rest] = line.split(' ');
    const command = rest.join(' ');
    this.imap.commands.push(command);
    const fault = this.imap.fault(command);
    if (fault === 'silence') this.silent = true;
    if (this.silent || fault === 'silence') return;
    if (fault) this.fail(tag, command, fault);
    else this.answer(tag, command);
  }

  private fail(tag: string, command: string, fault: Exclude<Fault, 'silence'>): void {
    if (typeof fault === 'object') return this.line(fault.text);
    if (fault === 'refuse') return this.line(`${tag} NO not now`);
    const [mail] = this.mailsOf(command);
    if (mail) this.socket.write(`* 1 FETCH (UID ${mail.uid} BODY[] {${mail.raw.length}}\r\n`);
    if (mail) this.socket.write(mail.raw.subarray(0, mail.raw.length / 2));
    this.socket.end();
  }

  private answer(tag: string, command: string): void {
    const verb = /^(?:UID )?\w+/.exec(command.toUpperCase())?.[0] ?? '';
    const handlers: Record<string, () => string> = {
      CAPABILITY: () => this.untagged(`CAPABILITY ${this.imap.capabilities.join(' ')}`),
      NOOP: () => this.untagged(`${this.imap.mails.length} EXISTS`),
      NAMESPACE: () => this.untagged('NAMESPACE (("" "/")) NIL NIL'),
      LIST: () => this.untagged(/""$/.test(command) ? 'LIST (\\Noselect) "/" ""' : 'LIST () "/" "INBOX"'),
      LSUB: () => 'OK',
      LOGIN: () => this.login(command),
      EXAMINE: () => this.select(command, true),
      SELECT: () => this.select(command, false),
      'UID SEARCH': () => this.untagged(`SEARCH ${matching(this.imap.mails, command).join(' ')}`.trim()),
      'UID FETCH': () => this.fetch(command),
      'UID STORE': () => this.store(command),
      'UID MOVE': () => this.move(command),
      IDLE: () => {
        this.idleTag = tag;
        this.line('+ idling');
        return '';
      },
      LOGOUT: () => this.untagged('BYE'),
    };
    const result = handlers[verb]?.() ?? 'BAD what?';
    if (result !== '') this.line(`${tag} ${result}`);
    if (verb === 'LOGOUT') this.socket.end();
  }

  private login(command: string): string {
    const { user, password } = this.imap;
    return command === `LOGIN "${user}" "${password}"` || command === `LOGIN ${user} "${password}"`
      ? 'OK welcome'
      : 'NO [AUTHENTICATIONFAILED] no';
  }

  private select(command: string, readOnly: boolean): string {
    if (!/INBOX"?$/i.test(command)) return 'NO [NONEXISTENT] no such folder';
    this.selected = true;
    this.readOnly = readOnly;
    const { mails, uidValidity, uidNext } = this.imap;
    this.untagged('FLAGS (\\Seen \\Deleted)');
    this.untagged(`${mails.length} EXISTS`);
    this.untagged(`OK [UIDVALIDITY ${uidValidity}] valid`);
    this.untagged(`OK [UIDNEXT ${uidNext}] next`);
    return readOnly ? 'OK [READ-ONLY] examined' : 'OK [READ-WRITE] selected';
  }

  private fetch(command: string): string {
    if (!this.selected) return 'BAD no folder';
    for (const mail of this.mailsOf(command)) {
      const number = this.imap.mails.indexOf(mail) + 1;
      this.socket.write(`* ${number} FETCH (`);
      for (const part of fetchItems(mail, command)) this.socket.write(part);
      this.socket.write(')\r\n');
    }
    return 'OK fetched';
  }

  private store(command: string): string {
    if (this.readOnly) return 'NO [READ-ONLY] no';
    for (const mail of this.mailsOf(command)) {
      for (const [flag] of command.matchAll(/\\\w+/g)) mail.flags.add(flag);
    }
    return 'OK stored';
  }

  private move(command: string): string {
    if (this.readOnly) return 'NO [READ-ONLY] no';
    const to = /"?([^" ]+)"?$/.exec(command)?.[1] ?? '';
    if (to === 'Nowhere') return 'NO [TRYCREATE] no such folder';
    const going = this.mailsOf(command);
    this.imap.moved.push(...going.map(({ raw }) => ({ to, raw })));
    this.imap.mails = this.imap.mails.filter((mail) => !going.includes(mail));
    return 'OK moved';
  }

  private mailsOf(command: string): StoredMail[] {
    const set = /^UID \w+ (\S+)/i.exec(command)?.[1] ?? '';
    const uids = matching(this.imap.mails, `UID ${set}`);
    return this.imap.mails.filter((mail) => uids.includes(mail.uid));
  }

  private untagged(text: string): 'OK' {
    this.line(`* ${text}`);
    return 'OK';
  }

  private line(text: string): void {
    if (this.socket.writable) this.socket.write(`${text}\r\n`);
  }
}
