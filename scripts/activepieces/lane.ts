import type { Activepieces } from './api.ts';
import { ScriptError } from '../lib/script-error.mjs';
import type { Outcome } from '../lib/delivery.ts';

/** A packed piece, read. */
export interface PieceArchive {
  name: string;
  version: string;
  archive: Uint8Array<ArrayBuffer>;
}

/** A running Pebble whose jobs go to Activepieces. */
export interface LanePebble {
  /** Brings the mail flow of a tenant to Activepieces. */
  deploy(): Promise<void>;
  /** Hands a mail over and waits for what becomes of it. */
  deliver(): Promise<Outcome>;
}

export interface LaneReport {
  /** `name version`, and whether it was there before. */
  pieces: string[];
  flow: { id: string; url: string };
  outcome: Outcome;
  run: { id: string; status: string } | null;
}

/**
 * Installs pieces, deploys the flow, and follows a mail from Pebble through Activepieces to its card. The flow is taken away again;
 * pieces and connections stay, because the community edition cannot take them away.
 *
 * @throws ScriptError when there is no card
 */
export async function runLane(
  api: Activepieces,
  pieces: readonly PieceArchive[],
  pebble: LanePebble,
  say: (line: string) => void,
): Promise<LaneReport> {
  const installed: string[] = [];
  for (const piece of pieces) {
    const how = await api.installPiece(piece);
    installed.push(`${piece.name} ${piece.version}`);
    say(`${piece.name} ${piece.version}: ${how === 'present' ? 'was there already' : 'installed'}`);
  }
  const before = new Set((await api.listFlows()).map(({ id }) => id));
  await pebble.deploy();
  const flow = (await api.listFlows()).find(({ id }) => !before.has(id));
  if (!flow) throw new ScriptError('The flow was deployed, and Activepieces does not list it.');
  say(`Flow ${flow.id} is published.`);
  try {
    const outcome = await pebble.deliver();
    const [run = null] = await api.listRuns(flow.id, 1);
    if (outcome.state !== 'done' || outcome.place === '') throw new ScriptError(noCard(outcome, run));
    say(`The mail is on a card: ${outcome.place}.`);
    return { pieces: installed, flow: { id: flow.id, url: api.flowUrl(flow.id) }, outcome, run };
  } finally {
    await api.deleteFlow(flow.id).catch(() => say(`Flow ${flow.id} could not be taken away.`));
  }
}

function noCard({ state, reason }: Outcome, run: LaneReport['run']): string {
  const there = run
    ? `Its last run ${run.id} is ${run.status}.`
    : 'It has no run: was its webhook called, and did the trigger take the call?';
  return `The mail came to no card: it is ${state}${reason ? `, ${reason}` : ''}.\n${there}`;
}
