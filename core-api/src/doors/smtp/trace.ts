import { isIPv6 } from 'node:net';
import { hostname } from 'node:os';

/** How a mail reached us, as its session tells. */
export interface Arrival {
  /** Sender of the envelope; empty for a report, which nobody shall answer. */
  sender: string;
  /** What the client calls itself, and where it really is. */
  helo: string;
  address: string;
  /** `ESMTPS` and its kin (RFC 3848). */
  protocol: string;
  at: Date;
}

/** Longer would break the longest line that a mail may have, 998 characters. */
const LONGEST = 320;

/**
 * The lines that whoever delivers a mail for good writes in front of it (RFC 5321, 4.4): the sender of the envelope, where the
 * detection of bounces looks, and the last stage of its way, with the number under which it can be looked up here. No part of
 * them counts when two mails are compared.
 *
 * @param mailboxes of one organisation; named when it is only one, for the others may be blind copies
 */
export function traceOf(arrival: Arrival, trackingId: string, mailboxes: readonly string[]): Buffer {
  const { sender, helo, address, protocol, at } = arrival;
  const [only] = mailboxes.length === 1 ? mailboxes : [];
  const from = `from ${word(helo)} (${literal(address)})`;
  const by = `by ${word(hostname())} (Pebble) with ${word(protocol)} id ${trackingId}`;
  const received = [from, by, ...(only === undefined ? [] : [`for <${inAngles(only)}>`])].join('\r\n\t');
  const date = at.toUTCString().replace(/GMT$/, '+0000');
  return Buffer.from(`Return-Path: <${inAngles(sender)}>\r\nReceived: ${received};\r\n\t${date}\r\n`);
}

/** The mail behind its trace. Blank lines in front of a mail, which some gateways leave, would end the header there. */
export function withTrace(trace: Buffer, mail: Buffer): Buffer {
  const start = mail.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
  return Buffer.concat([trace, start < 0 ? mail : mail.subarray(start)]);
}

/** A client writes what it likes; it must not end the line, nor look like another part of it. */
function word(text: string): string {
  return text.replace(/[\p{C}\p{Z}()<>;\\"]/gu, '').slice(0, LONGEST) || 'unknown';
}

function inAngles(address: string): string {
  return address.replace(/[\p{C}\p{Zl}\p{Zp}<>]/gu, '').slice(0, LONGEST);
}

function literal(address: string): string {
  return `[${isIPv6(address) ? 'IPv6:' : ''}${word(address)}]`;
}
