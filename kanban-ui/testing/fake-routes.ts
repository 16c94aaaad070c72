import type { TokenPair } from '@pebble/contract/auth';
import type { Card } from '@pebble/contract/cards';
import { randomUUID } from 'node:crypto';
import { PEOPLE, type FakePerson } from './fake-people.ts';
import { FakeProblem } from './fake-problem.ts';
import type { FakeWorld } from './fake-world.ts';

export interface FakeCall {
  /** Null on the endpoints that need no token. */
  person: FakePerson | null;
  params: Record<string, string>;
  query: Record<string, string | number | undefined>;
  body: Record<string, unknown>;
  /** The body of a request that is no JSON. */
  raw?: string | undefined;
}

export type FakeHandler = (call: FakeCall) => unknown;

/** Who holds which token. */
export class FakeTokens {
  readonly #access = new Map<string, FakePerson>();
  readonly #refresh = new Map<string, FakePerson>();

  issue(person: FakePerson): TokenPair {
    const pair: TokenPair = {
      access: randomUUID(),
      refresh: randomUUID(),
      token_type: 'Bearer',
      expires_in: 600,
    };
    this.#access.set(pair.access, person);
    this.#refresh.set(pair.refresh, person);
    return pair;
  }

  whose(access: string): FakePerson | undefined {
    return this.#access.get(access);
  }

  rotate(refresh: string): TokenPair {
    const person = this.#refresh.get(refresh);
    this.#refresh.delete(refresh);
    if (!person) throw new FakeProblem('refresh_rejected');
    return this.issue(person);
  }

  /** Makes every access token stale, as if its ten minutes were over. */
  expireAll(): void {
    this.#access.clear();
  }
}

/** What the endpoints answer that the UI calls, by endpoint id. */
export function fakeRoutes(world: FakeWorld, tokens: FakeTokens): Record<string, FakeHandler> {
  let failures = 0;
  return {
    signIn({ body }) {
      const person = PEOPLE.find((one) => one.me.email === body['email']);
      if (failures >= 5) throw new FakeProblem('too_many_requests', {}, { 'retry-after': '30' });
      if (!person || person.password !== body['password']) {
        failures += 1;
        throw new FakeProblem('wrong_credentials');
      }
      failures = 0;
      return tokens.issue(person);
    },
    refreshToken: ({ body }) => tokens.rotate(String(body['refresh'])),
    signOut: () => ({}),
    me: ({ person }) => person?.me,
    listBoards: ({ person }) => ({ items: countedBoards(world, person), next_cursor: null }),
    listCards: ({ person, query }) => pageOf(findCards(world, person, query), query),
    getCard: ({ person, params }) => cardOrThrow(world, person, params['card_id']),
    moveCard(call) {
      const card = cardOrThrow(world, call.person, call.params['card_id']);
      const to = String(call.body['to']);
      const version = call.body['version'];
      if (version !== undefined && version !== card.version) throw new FakeProblem('version_conflict');
      const column = world.boardOf(card.board)?.columns.find((one) => one.key === card.column);
      if (!column?.moves_to.includes(to))
        throw new FakeProblem('illegal_transition', { allowed: column?.moves_to });
      const me = call.person?.me;
      return world.place(card.id, to, `user:${me?.user_id}`, me?.name ?? null);
    },
    getAttachment: () => ({
      filename: 'drawing.txt',
      content_type: 'text/plain',
      content_base64: Buffer.from('a drawing').toString('base64'),
    }),
    ingestEmail({ body, raw }) {
      const accepted = { tracking_id: randomUUID(), state: 'accepted' };
      if (raw !== undefined) {
        world.letters.accept({ format: 'rfc822', text: raw });
        return accepted;
      }
      world.addMail({
        subject: String(body['subject']),
        from: String(body['from']),
        body: String(body['body']),
        html: body['html'] as string | undefined,
        thread: (body['in_reply_to'] ?? body['message_id']) as string | undefined,
      });
      return accepted;
    },
  };
}

function visible(world: FakeWorld, person: FakePerson | null): Card[] {
  const entities = new Set(person?.me.entities.map((entity) => entity.id));
  return [...world.cards.values()].filter((card) => entities.has(card.entity_id));
}

function cardOrThrow(world: FakeWorld, person: FakePerson | null, id: string | undefined) {
  const card = world.cards.get(id ?? '');
  if (!card || !visible(world, person).some((one) => one.id === card.id)) throw new FakeProblem('not_found');
  return card;
}

function countedBoards(world: FakeWorld, person: FakePerson | null) {
  const cards = visible(world, person);
  return world.boards.map((board) => ({
    ...board,
    columns: board.columns.map((column) => ({
      ...column,
      card_count: cards.filter((card) => card.board === board.key && card.column === column.key).length,
    })),
  }));
}

function findCards(world: FakeWorld, person: FakePerson | null, query: FakeCall['query']): Card[] {
  const words = String(query['text'] ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  return visible(world, person)
    .filter((card) => query['board'] === undefined || card.board === query['board'])
    .filter((card) => query['column'] === undefined || card.column === query['column'])
    .filter((card) => query['entity_id'] === undefined || card.entity_id === query['entity_id'])
    .filter((card) => words.every((word) => `${card.title} ${card.from_name}`.toLowerCase().includes(word)))
    .toSorted((a, b) => b.last_mail_at.localeCompare(a.last_mail_at) || b.id.localeCompare(a.id));
}

export function pageOf<T>(all: readonly T[], query: FakeCall['query']) {
  const start = Number(query['cursor'] ?? 0);
  const end = start + Number(query['limit'] ?? 50);
  return { items: all.slice(start, end), next_cursor: end < all.length ? String(end) : null };
}
