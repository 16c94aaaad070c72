import { Pool } from 'undici';
import type { SignIn } from '../../scripts/torture/installation.ts';
import { Random } from '../../scripts/torture/random.ts';
import { writeMail, type MailDraft } from '../../scripts/torture/raw-mail.ts';

const WORDS = 'valve order invoice tender quote delivery steel pump gasket flange payment meeting'.split(' ');
const run = Date.now().toString(36);

/** About 2 kB, each with an id, a sender and a subject of its own. */
export function benchMail(index: number, options: { tenant: string; from?: string }): Buffer {
  const words = Array.from({ length: 250 }, (_, at) => WORDS[(at * 7 + index) % WORDS.length]).join(' ');
  const lines = [
    `From: Buyer ${index} <${options.from ?? `buyer${index}@customer.example`}>`,
    `To: sales@north.${options.tenant}.example`,
    `Subject: Request for quotation ${index} about ${WORDS[index % WORDS.length]}s`,
    `Message-ID: <bench-${run}-${index}@customer.example>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    '',
    `Please quote: ${words}`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** A mail whose header is in order and that no retry can process. */
export function poisonMail(index: number, tenant: string): Buffer {
  const draft: MailDraft = {
    ...{ messageId: `poison-${run}-${index}@customer.example`, references: [], inReplyTo: null },
    ...{ from: 'buyer@customer.example', to: `sales@north.${tenant}.example`, subject: `Poison ${index}` },
    ...{ date: new Date(), text: 'x', shape: 'bomb', automatic: false },
  };
  return writeMail(draft, new Random(index));
}

let next = 0;

/** Hands mails over by HTTP as one person of a tenant. Answers with the tracking id. */
export async function sender(
  api: string,
  signIn: SignIn,
  connections: number,
): Promise<{ post(kind?: 'good' | 'poison'): Promise<string>; close(): Promise<void> }> {
  const http = new Pool(api, { connections, pipelining: 1 });
  const { body } = await http.request({
    method: 'POST',
    path: '/api/v1/token/',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: signIn.email, password: signIn.password }),
  });
  const { access } = (await body.json()) as { access: string };
  const headers = { 'content-type': 'message/rfc822', authorization: `Bearer ${access}` };
  return {
    async post(kind = 'good') {
      const { tenant } = signIn;
      next += 1;
      const mail = kind === 'good' ? benchMail(next, { tenant }) : poisonMail(next, tenant);
      const path = '/api/v1/ingestion/email/';
      const reply = await http.request({ method: 'POST', path, headers, body: mail });
      if (reply.statusCode !== 202) throw new Error(`accepting answered ${reply.statusCode}`);
      return ((await reply.body.json()) as { tracking_id: string }).tracking_id;
    },
    close: () => http.close(),
  };
}
