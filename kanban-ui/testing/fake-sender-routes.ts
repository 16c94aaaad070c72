import { PolicyKind } from '@pebble/contract/noise';
import type { SenderDecision } from '@pebble/contract/sender-checks';
import { SenderPattern } from '@pebble/contract/senders';
import { randomUUID } from 'node:crypto';
import { FakeProblem } from './fake-problem.ts';
import { pageOf, type FakeCall, type FakeHandler } from './fake-routes.ts';
import type { FakeWorld } from './fake-world.ts';

interface Entry {
  id: string;
  pattern: string;
  note: string;
  created_at: string;
}

const now = (): string => new Date().toISOString();
const entry = (pattern: string, note: string): Entry => ({
  id: randomUUID(),
  pattern,
  note,
  created_at: now(),
});

/** Lists of senders, what they refused, and the noise rules, by endpoint id. */
export function fakeSenderRoutes(world: FakeWorld): Record<string, FakeHandler> {
  const blocked = [entry('spam.example', 'advertising'), entry('noise@bulk.example', '')];
  const authorised = [entry('portal.example', 'tender portal')];
  const global = [entry('phish.example', 'reported by three organisations')];
  const guard = { enabled: true, mails: 50, authorised_mails: 600, window_minutes: 10 };
  let policy = {
    kinds: Object.fromEntries(PolicyKind.options.map((kind) => [kind, 'ignore'])),
    loop_guard: guard,
  };
  let changed: string | null = null;
  const seen = { first_at: now(), last_at: now() };
  const refused = { id: randomUUID(), sender: 'deals@spam.example', pattern: 'spam.example', mails: 3 };
  const loop = { id: randomUUID(), from_address: 'robot@monitor.example', subject: 'Disk full', ignored: 40 };
  const changes = (list: Entry[]) => changesOf(list, world);
  const [block, authorise] = [changes(blocked), changes(authorised)];
  return {
    listBlacklist({ query }) {
      const scoped = (list: Entry[], scope: string) => list.map((one) => ({ ...one, scope }));
      const { scope } = query;
      const ours = scope === 'global' ? [] : scoped(blocked, 'tenant');
      return pageOf(
        matching([...ours, ...(scope === 'tenant' ? [] : scoped(global, 'global'))], query),
        query,
      );
    },
    addToBlacklist: (call) => ({ ...block.add(call), scope: 'tenant' }),
    addLinesToBlacklist: block.addLines,
    changeBlacklistNote: (call) => ({ ...block.change(call), scope: 'tenant' }),
    removeFromBlacklist: block.remove,
    listAuthorisedSenders: ({ query }) => pageOf(matching(authorised, query), query),
    authoriseSender: authorise.add,
    authoriseLines: authorise.addLines,
    changeAuthorisedNote: authorise.change,
    removeAuthorisedSender: authorise.remove,
    readOperator: () => ({ may_change: false }),
    decideSender: ({ query }) => decide(String(query['address']), { blocked, authorised, global }),
    listRefusedSenders: ({ query }) => pageOf([{ ...refused, ...seen, scope: 'tenant' }], query),
    listMailLoops: ({ query }) =>
      pageOf([{ ...loop, since: seen.first_at, last_at: seen.last_at, active: true }], query),
    readNoisePolicy: () => ({ ...policy, updated_at: changed }),
    changeNoisePolicy({ body }) {
      const { kinds, loop_guard } = body as typeof policy;
      policy = { kinds: { ...policy.kinds, ...kinds }, loop_guard: { ...policy.loop_guard, ...loop_guard } };
      changed = now();
      return { ...policy, updated_at: changed };
    },
  };
}

function matching<E extends Entry>(entries: readonly E[], { q }: FakeCall['query']): E[] {
  return entries.filter(({ pattern, note }) => `${pattern} ${note}`.includes(String(q ?? '')));
}

function changesOf(list: Entry[], world: FakeWorld) {
  const at = ({ params }: FakeCall): number => {
    const index = list.findIndex(({ id }) => id === params['entry_id']);
    if (index < 0) throw new FakeProblem('not_found');
    return index;
  };
  const add = (pattern: string, note: string): Entry | null => {
    if (list.some((one) => one.pattern === pattern)) return null;
    const added = entry(pattern, note);
    list.unshift(added);
    world.tell('blacklist.added');
    return added;
  };
  return {
    add({ body }: FakeCall): Entry {
      const added = add(String(body['pattern']), String(body['note']));
      if (!added) throw new FakeProblem('already_exists');
      return added;
    },
    addLines({ body }: FakeCall) {
      const results = String(body['lines'])
        .split('\n')
        .map((text, index) => {
          const { data: pattern = null } = SenderPattern.safeParse(text);
          const added = pattern !== null && add(pattern, String(body['note']));
          const outcome = pattern === null ? 'refused' : added ? 'added' : 'known';
          return { line: index + 1, text, pattern, outcome, message: pattern ? null : 'is neither of them' };
        });
      const number = (outcome: string): number => results.filter((one) => one.outcome === outcome).length;
      return { added: number('added'), known: number('known'), refused: number('refused'), results };
    },
    change(call: FakeCall): Entry {
      const changed = { ...list[at(call)], note: String(call.body['note']) } as Entry;
      return (list[at(call)] = changed);
    },
    remove(call: FakeCall): object {
      list.splice(at(call), 1);
      world.tell('blacklist.removed');
      return {};
    },
  };
}

function decide(
  address: string,
  { blocked, authorised, global }: Record<'blocked' | 'authorised' | 'global', readonly Entry[]>,
): SenderDecision {
  const lists = [
    ['blacklist', blocked],
    ['global_blacklist', global],
    ['authorised_senders', authorised],
  ] as const;
  const fits = (pattern: string): boolean =>
    address === pattern || address.endsWith(`@${pattern}`) || address.endsWith(`.${pattern}`);
  const matches = lists
    .flatMap(([list, entries]) =>
      entries.map(({ id, pattern, note }) => ({ list, entry_id: id, pattern, note })),
    )
    .filter(({ pattern }) => fits(pattern))
    .toSorted((a, b) => b.pattern.length - a.pattern.length);
  const [first] = matches;
  if (!first) return { address, outcome: 'ordinary', explanation: 'Taken like any other mail.', matches };
  return first.list === 'authorised_senders'
    ? { address, outcome: 'authorised', explanation: `Taken: ${first.pattern} is authorised.`, matches }
    : {
        address,
        outcome: 'refused',
        explanation: `Refused at the door: ${first.pattern} is blocked.`,
        matches,
      };
}
