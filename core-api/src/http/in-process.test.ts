import { beforeEach, describe, expect, it } from 'vitest';
import type { RawReply, RawRequest } from './dispatch.ts';
import { inProcessSend } from './in-process.ts';

let seen: RawRequest[] = [];
const reply: RawReply = { status: 201, headers: { 'x-correlation-id': 'c' }, body: { ok: true } };
const dispatch = async (request: RawRequest) => {
  seen.push(request);
  return reply;
};
const send = inProcessSend(dispatch, { 'x-correlation-id': 'run-00001' });
const request = { method: 'POST', path: '/api/v1/things/?a=1&b=what?', headers: {} };

async function received(change: object): Promise<RawRequest> {
  await send({ ...request, ...change });
  const [first] = seen;
  if (!first) throw new Error('nothing was dispatched');
  return first;
}
beforeEach(() => {
  seen = [];
});

describe('a request inside the process', () => {
  it('arrives as one over a socket would, and its answer comes back as it is', async () => {
    expect(await send(request)).toEqual(reply);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/things/',
      query: { a: '1', b: 'what?' },
      address: null,
    });
    expect(seen[0]?.signal.aborted).toBe(false);
  });

  it('brings the headers of the run and its own, whatever their case', async () => {
    const raw = await received({
      headers: { Authorization: 'Bearer x', 'Content-Type': 'application/json' },
    });
    expect(raw.header('authorization')).toBe('Bearer x');
    expect(raw.header('CONTENT-TYPE')).toBe('application/json');
    expect(raw.header('x-correlation-id')).toBe('run-00001');
    expect(raw.header('user-agent')).toBeUndefined();
  });

  it('has its body in UTF-8, or none', async () => {
    const bytes = await (await received({ body: '{"a":"पंप"}' })).readBody(100);
    expect(new TextDecoder().decode(bytes)).toBe('{"a":"पंप"}');
    seen = [];
    expect(await (await received({})).readBody(100)).toHaveLength(0);
  });

  it('has a body as large as over a socket, and no larger', async () => {
    const raw = await received({ body: 'x'.repeat(11) });
    await expect(raw.readBody(10)).rejects.toMatchObject({ code: 'too_large' });
    expect(await raw.readBody(11)).toHaveLength(11);
  });
});
