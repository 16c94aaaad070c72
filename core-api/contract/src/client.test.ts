import { describe, expect, it } from 'vitest';
import { getCard, listCards, moveCard } from './cards.ts';
import { ApiError, call, type Send, type WireRequest } from './client.ts';
import { signOut } from './auth.ts';

const ID = '01a1fbad-0000-7000-8000-000000000001';

function server(reply: Partial<Awaited<ReturnType<Send>>>): { send: Send; sent: WireRequest[] } {
  const sent: WireRequest[] = [];
  return {
    sent,
    send: async (request) => (sent.push(request), { status: 200, headers: {}, body: undefined, ...reply }),
  };
}

describe('a call', () => {
  it('fills the path, leaves out what is not set, and escapes the rest', async () => {
    const { send, sent } = server({ body: { items: [], next_cursor: null } });
    await call(send, listCards, { query: { text: 'a & b/c', board: undefined, limit: 5 } });
    expect(sent[0]).toMatchObject({ method: 'GET', path: '/api/v1/cards/?text=a%20%26%20b%2Fc&limit=5' });
    expect(sent[0]).not.toHaveProperty('body');
  });

  it('sends the body as JSON', async () => {
    const { send, sent } = server({ status: 500 });
    await call(send, moveCard, { params: { card_id: ID }, body: { to: 'won' } }).catch(() => undefined);
    expect(sent[0]).toMatchObject({
      path: `/api/v1/cards/${ID}/move/`,
      body: '{"to":"won"}',
      headers: { 'content-type': 'application/json' },
    });
  });

  it('needs no reply where the contract promises none', async () => {
    expect(await call(server({ status: 204 }).send, signOut, {})).toEqual({});
  });

  it('rejects a reply that is outside the contract', async () => {
    await expect(
      call(server({ body: { id: 7 } }).send, getCard, { params: { card_id: ID } }),
    ).rejects.toThrow();
  });

  it('throws the problem with its code and pause, and repeats nothing that was sent', async () => {
    const problem = {
      type: '/docs#problem-illegal_transition',
      title: 'The board does not allow this move',
      status: 409,
      code: 'illegal_transition',
      hint: 'Choose another.',
      instance: 'corr-1',
      allowed: ['lost'],
    };
    const { send } = server({ status: 409, body: problem, headers: { 'retry-after': '7' } });
    const error = await call(send, moveCard, {
      params: { card_id: ID },
      body: { to: 'secret-column' },
    }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, retryAfter: 7, problem: { allowed: ['lost'] } });
    expect((error as Error).message).not.toContain('secret-column');
  });

  it('copes with an error that is no problem document', async () => {
    const error = await call(server({ status: 502, body: '<html>' }).send, signOut, {}).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ status: 502, problem: null, retryAfter: null });
  });
});
