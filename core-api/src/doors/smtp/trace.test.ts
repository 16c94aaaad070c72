import { describe, expect, it } from 'vitest';
import { parseHeaders } from '../../mail/parse-headers.ts';
import { traceOf, withTrace, type Arrival } from './trace.ts';

const ARRIVAL: Arrival = {
  sender: 'ada@buyer.example',
  helo: 'mail.buyer.example',
  address: '192.0.2.7',
  protocol: 'ESMTPS',
  at: new Date('2026-11-02T09:00:00Z'),
};
const trace = (change: Partial<Arrival> = {}, mailboxes = ['sales@ours.example']) =>
  traceOf({ ...ARRIVAL, ...change }, 'the-id', mailboxes).toString();

describe('the trace', () => {
  it('says from where, to whom, how, when, and under which number', () => {
    expect(trace()).toMatch(
      /^Return-Path: <ada@buyer\.example>\r\nReceived: from mail\.buyer\.example \(\[192\.0\.2\.7\]\)\r\n\tby \S+ \(Pebble\) with ESMTPS id the-id\r\n\tfor <sales@ours\.example>;\r\n\tMon, 02 Nov 2026 09:00:00 \+0000\r\n$/,
    );
  });

  it('names no mailbox of several, which may be blind copies', () => {
    expect(trace({}, ['sales@ours.example', 'boss@ours.example'])).not.toContain('ours.example');
  });

  it('writes an address of the new kind as one', () => {
    expect(trace({ address: '2001:db8::7' })).toContain('([IPv6:2001:db8::7])');
  });

  it.each([
    { helo: 'a\r\nBcc: x' },
    { helo: '(b) <c>;' },
    { helo: '' },
    { sender: '"x\r\nSubject: y"@z.example' },
    { sender: 'a@b.example>\r\n\r\nbody<' },
    { sender: `${'x'.repeat(16_000)}@b.example` },
  ])('stays two headers whatever a client calls itself: %j', async (change) => {
    const text = trace(change);
    const { headers } = await parseHeaders(Buffer.from(`${text}From: ada@buyer.example\r\n\r\nbody`));
    expect([...headers.keys()]).toEqual(['return-path', 'received', 'from']);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThan(998);
  });
});

describe('a mail behind its trace', () => {
  const start = Buffer.from('Received: x\r\n');

  it('keeps every byte', () => {
    const mail = Buffer.from([0x46, 0, 0xff, 0x0d, 0x0a, 0x0d, 0x0a]);
    expect(withTrace(start, mail)).toEqual(Buffer.concat([start, mail]));
  });

  it('keeps its header when blank lines stand in front of it', () => {
    expect(withTrace(start, Buffer.from('\r\n\nFrom: a\r\n')).toString()).toBe('Received: x\r\nFrom: a\r\n');
  });

  it('may be nothing', () => {
    expect(withTrace(start, Buffer.alloc(0))).toEqual(start);
  });
});
