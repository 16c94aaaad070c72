import type { Noise } from '../noise.ts';

/** A mail as systems of the real world send it, cut down to what tells its kind. */
export interface NoiseSample {
  name: string;
  kind: Noise['kind'] | null;
  headers: readonly string[];
  body?: string;
}

const CRLF = '\r\n';

/** Raw bytes of a sample, received by sales@us.example. What it leaves out is what a customer's mail would have. */
export function rawSample({
  headers,
  body = 'Please quote.',
}: Pick<NoiseSample, 'headers' | 'body'>): Buffer {
  const has = (name: string) => headers.some((header) => header.toLowerCase().startsWith(`${name}:`));
  const usual = ['From: Ada Byron <ada@buyer.example>', 'To: sales@us.example', 'Subject: Ball valves'];
  const missing = usual.filter((line) => !has(line.slice(0, line.indexOf(':')).toLowerCase()));
  return Buffer.from([...missing, ...headers, '', body, ''].join(CRLF));
}

/** A multipart body with the delimiter `b`; each part is its content type and its content. */
export function parts(...list: readonly (readonly [type: string, content: string])[]): string {
  const written = list.map(([type, content]) => ['--b', `Content-Type: ${type}`, '', content].join(CRLF));
  return [...written, '--b--'].join(CRLF);
}

export const deliveryStatus = (action: string, status: string) =>
  [
    'Reporting-MTA: dns; mx.us.example',
    '',
    'Final-Recipient: rfc822; ada@buyer.example',
    `Action: ${action}`,
    `Status: ${status}`,
  ].join(CRLF);

export const calendar = (method: string, comment = '') =>
  [
    'BEGIN:VCALENDAR',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@buyer.example',
    ...(comment === '' ? [] : [comment]),
    'SUMMARY:Factory visit',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join(CRLF);

export const REPORT = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b';
export const ALTERNATIVE = 'Content-Type: multipart/alternative; boundary="b"';
