import { DecidedBy, Intent, Stream } from '@pebble/contract/values';
import { ConflictError, UpstreamError } from '@pebble/kit/errors';
import { replayHttp, type Exchange } from '@pebble/kit/testing/replay-http';
import { expect, test } from 'vitest';
import { pebble } from './connector.ts';
import { CARD, PLACED } from './fixtures.ts';

const credential = { base_url: 'https://pebble.example/' };

async function run(operation: string, input: Record<string, unknown>, exchange: Exchange): Promise<unknown> {
  const replay = replayHttp([exchange]);
  const found = pebble.operations.find((one) => one.name === operation);
  if (!found) throw new Error(`no operation ${operation}`);
  try {
    return await found.run({ http: replay.http, credential }, { job_token: 'job-token', ...input });
  } finally {
    replay.verify();
  }
}

test('the choices of a card are those of the contract', () => {
  const fields = pebble.operations.find((one) => one.name === 'create_or_append_card')?.fields ?? {};
  const choices = (name: string) => Object.keys(fields[name]?.choices ?? {}).sort();
  expect(choices('stream')).toEqual([...Stream.options].sort());
  expect(choices('intent')).toEqual([...Intent.options].sort());
  expect(choices('decided_by')).toEqual([...DecidedBy.options].sort());
});

test('what a flow hands over as text arrives as the contract wants it', async () => {
  const input = {
    stream: 'erp',
    intent: 'order',
    probability: '0.5',
    decided_by: 'rules',
    triage: 'true',
    reasons: ['purchase order', 7],
  };
  const body = { ...input, probability: 0.5, triage: true, reasons: ['purchase order', '7'] };
  const request = { method: 'POST', path: '/api/v1/jobs/current/card/', body };
  expect(
    await run('create_or_append_card', input, { request, response: { status: 200, body: PLACED } }),
  ).toEqual(PLACED);
});

test('a list given as the data of an event is kept under a name', async () => {
  const request = {
    method: 'POST',
    path: '/api/v1/jobs/current/events/',
    body: { text: 'checked', data: { items: [1, 2] } },
  };
  expect(
    await run('add_event', { text: 'checked', data: '[1,2]' }, { request, response: { status: 204 } }),
  ).toEqual({});
});

test('the id of a card cannot lead to another path', async () => {
  const request = { method: 'POST', path: '/api/v1/cards/..%2F..%2Ftoken/move/', body: { to: 'won' } };
  const exchange = { request, response: { status: 200, body: CARD } };
  expect(await run('move_card', { card_id: '../../token', to: 'won' }, exchange)).toEqual(CARD);
});

test('a move that the board does not allow is a conflict, and not worth repeating', async () => {
  const request = { method: 'POST', path: '/api/v1/cards/c1/move/', body: { to: 'won', version: 3 } };
  const problem = {
    type: 'about:blank',
    title: 'no',
    status: 409,
    code: 'illegal_transition',
    hint: '',
    instance: 'x',
  };
  const moved = run(
    'move_card',
    { card_id: 'c1', to: 'won', version: 3 },
    { request, response: { status: 409, body: problem } },
  );
  await expect(moved).rejects.toThrow(ConflictError);
});

test('an answer outside the contract is the fault of the other side', async () => {
  const request = { method: 'GET', path: '/api/v1/jobs/current/settings/' };
  const read = run(
    'read_settings',
    {},
    { request, response: { status: 200, body: { knobs: 'secret words' } } },
  );
  await expect(read).rejects.toThrow(new UpstreamError('Pebble answered outside its contract'));
});
