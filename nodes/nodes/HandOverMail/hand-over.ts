import { createHash, createHmac } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { receiveFromSource } from '../../contract/sources';
import { errorForStatus } from '../../kit/error-for-status';
import { AuthError, InputError, UpstreamError } from '../../kit/errors';
import type { Http } from '../../kit/http';
import { httpOf } from '../../runtime/transport';
import { plain } from '../../runtime/values';

/** Hands one item over, signed by Standard Webhooks. The same mail has the same id, so a repeat changes nothing. */
export async function handOver(context: IExecuteFunctions, item: number): Promise<IDataObject> {
  const { baseUrl, source, signingSecret } = await context.getCredentials('pebbleSourceApi', item);
  const body = JSON.stringify(mailOf(context, item));
  const path = receiveFromSource.path.replace('{source_id}', encodeURIComponent(String(source)));
  const reply = await sent(httpOf(context, null), {
    url: String(baseUrl).replace(/\/+$/, '') + path,
    body,
    secret: String(signingSecret),
  });
  if (reply.status >= 300) throw errorForStatus('Pebble', reply);
  return JSON.parse(reply.body) as IDataObject;
}

function mailOf(context: IExecuteFunctions, item: number): IDataObject {
  const read = (name: string) => plain(context.getNodeParameter(name, item, ''));
  const from = read('from');
  if (typeof from !== 'string' || from === '') throw new InputError('Field "from" is required', 'from');
  const more = Object.entries(context.getNodeParameter('additionalFields', item, {}) as IDataObject);
  const given = more.map(([name, value]) => [name, plain(value)]).filter(([, value]) => value !== '');
  return { from, subject: read('subject'), body: read('body'), ...Object.fromEntries(given) } as IDataObject;
}

async function sent(http: Http, { url, body, secret }: { url: string; body: string; secret: string }) {
  const id = `n8n-${createHash('sha256').update(body).digest('hex').slice(0, 40)}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0) throw new AuthError('The signing secret of the credential is not one of Pebble');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    ...{ accept: 'application/json', 'content-type': 'application/json' },
    ...{ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` },
  };
  return await http({ method: 'POST', url, headers, body, effect: 'repeatable' }).catch(() => {
    throw new UpstreamError('No answer from Pebble');
  });
}
