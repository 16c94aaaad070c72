import { notTaken } from '../../features/sources/door-reports.ts';
import { finishStep, keyOf, NOT_HANDED_OVER, save } from './finish-step.ts';
import { groupsOf } from './groups.ts';
import type { Aside } from './position.ts';
import { failedAgain } from './put-aside.ts';
import type { ReadContext } from './read-context.ts';
import { takeAll, type Mail, type Result } from './take-all.ts';

const PAGE = 200;
const GIVEN_UP = 'It could not be read in a day of tries.';

/** Reads all that is new, then what was put aside and is due. Each step is saved, so that a break costs one step at most. */
export async function readNew(context: ReadContext): Promise<void> {
  const { folder, signal, suspects } = context;
  for (;;) {
    const uids = await folder.newerThan(context.position.lastUid);
    if (uids.length === 0) break;
    for (let at = 0; at < uids.length; at += PAGE) {
      const page = uids.slice(at, at + PAGE);
      const sizes = await folder.sizes(page);
      const mails = page.map((uid) => ({ uid, size: sizes.get(uid) ?? null }));
      for (const group of groupsOf(mails, (uid) => suspects.mustBeAlone(uid))) {
        if (signal.aborted) return;
        await step(context, group);
      }
    }
  }
  for (const one of context.position.aside.filter(({ next_at }) => next_at <= Date.now())) {
    if (signal.aborted) return;
    await stepAside(context, one);
  }
}

async function step(context: ReadContext, mails: readonly Mail[]): Promise<void> {
  const { folder, suspects, signal } = context;
  const uids = mails.map(({ uid }) => uid);
  const [only] = mails.length === 1 ? uids : [];
  let results: Map<number, Result>;
  try {
    const guilty = only !== undefined && suspects.isGuilty(only);
    results = guilty ? new Map([[only, 'failed']]) : await takeAll(context, mails);
  } catch (error) {
    if (signal.aborted) throw error;
    // With the connection gone only a new one can tell more; otherwise each mail shows by itself what is wrong with it.
    if (!folder.isOpen) {
      suspects.broke(uids);
      throw error;
    }
    // Unless it was the database: then no mail is at fault.
    await context.db.ping();
    if (only === undefined) {
      for (const mail of mails) await step(context, [mail]);
      return;
    }
    results = new Map([[only, 'failed']]);
  }
  await finishStep(context, results);
  for (const uid of uids) suspects.forget(uid);
}

/** Tries a mail again that was put aside. */
async function stepAside(context: ReadContext, one: Aside): Promise<void> {
  const { folder, signal } = context;
  const others = context.position.aside.filter(({ uid }) => uid !== one.uid);
  let result: Result = 'failed';
  let broken: unknown = null;
  try {
    const size = (await folder.sizes([one.uid])).get(one.uid) ?? null;
    result = (await takeAll(context, [{ uid: one.uid, size }])).get(one.uid) ?? 'failed';
  } catch (error) {
    if (signal.aborted) throw error;
    await context.db.ping();
    // The connection broke over it: that counts as its failure too, or it would break every connection.
    if (!folder.isOpen) broken = error;
  }
  if (result === 'failed') await keepAside(context, one, others);
  else await finishStep(context, new Map([[one.uid, result]]), { ...context.position, aside: others });
  if (broken !== null) throw broken;
}

async function keepAside(context: ReadContext, one: Aside, others: Aside[]): Promise<void> {
  const { position } = context;
  const next = failedAgain(one, Date.now());
  const given = next ? 0 : 1;
  const rehearsal = next ? notTaken(NOT_HANDED_OVER, 'unknown') : notTaken(GIVEN_UP);
  const report = { key: keyOf(position, one.uid), from: null, subject: null, size: null, rehearsal };
  await save(context, {
    position: { ...position, aside: next ? [...others, next] : others },
    ...{ received: given, accepted: 0, refused: given },
    ...{ reports: [report], settled: [] },
  });
}
