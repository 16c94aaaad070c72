import { addNote, claimMail } from '@pebble/contract/jobs';
import { moveCard } from '@pebble/contract/cards';
import { expect, test } from 'vitest';
import { contractClient } from './contract-client.ts';
import { ConflictError, UpstreamError } from './errors.ts';
import { replayHttp, type Exchange } from './testing/replay-http.ts';

const CLAIM = { method: 'POST', path: '/api/v1/jobs/current/claim/' };
const NEW = { outcome: 'new', first_tracking_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a01', card_id: null };

function clientOver(...exchanges: Exchange[]) {
  const replay = replayHttp(exchanges);
  return { call: contractClient(replay.http), replay };
}

test('a reply of the contract comes back typed and checked', async () => {
  const { call, replay } = clientOver({
    request: CLAIM,
    response: { status: 200, body: { ...NEW, more: 1 } },
  });
  const reply = await call(claimMail, {});
  expect(reply.outcome).toBe('new');
  expect(reply).toEqual(NEW);
  expect(replay.requests[0]?.body).toBeUndefined();
});

test('parameters are part of the path, a body is JSON, and 204 is an empty object', async () => {
  const { call, replay } = clientOver({
    request: { method: 'POST', path: '/api/v1/jobs/current/events/', body: { text: 'seen' } },
    response: { status: 204 },
  });
  expect(await call(addNote, { body: { text: 'seen' } })).toEqual({});
  expect(replay.requests[0]?.headers['content-type']).toBe('application/json');
});

test('a problem becomes the error of its status, without the words of the server', async () => {
  const problem = {
    type: 'about:blank',
    title: 'ada@buyer.example may not',
    status: 409,
    code: 'version_conflict',
    hint: 'ada@buyer.example',
    instance: 'x',
  };
  const request = { method: 'POST', path: '/api/v1/cards/c1/move/' };
  const { call } = clientOver({ request, response: { status: 409, body: problem } });
  const moved = call(moveCard, { params: { card_id: 'c1' }, body: { to: 'won' } });
  await expect(moved).rejects.toThrow(new ConflictError('Pebble answered 409'));
});

test.each([
  ['another shape', { status: 200, body: { outcome: 'perhaps' } }, 'Pebble answered outside its contract'],
  ['another success', { status: 202, body: NEW }, 'Pebble answered outside its contract'],
  ['no body', { status: 200 }, 'Pebble answered outside its contract'],
  ['a page', { status: 200, body: '<html>' }, 'Pebble answered with something that is not JSON'],
  ['a redirect', { status: 302 }, 'Pebble answered 302'],
])('%s is the fault of the other side', async (_, response, message) => {
  const { call } = clientOver({ request: CLAIM, response });
  await expect(call(claimMail, {})).rejects.toThrow(new UpstreamError(message));
});
