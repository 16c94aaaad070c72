import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../lib/delivery.ts';
import { openActivepieces, type Activepieces } from './api.ts';
import { runLane, type LanePebble, type PieceArchive } from './lane.ts';
import { readTarget } from './target.ts';
import { startStandIn } from './testing/stand-in.ts';

let standIn: Awaited<ReturnType<typeof startStandIn>>;
let api: Activepieces;
let said: string[];
beforeAll(async () => {
  standIn = await startStandIn();
  api = await openActivepieces({ url: standIn.url, token: standIn.token, pauseMs: 1 });
});
beforeEach(() => {
  said = [];
});
afterAll(() => standIn.close());

const PIECES: PieceArchive[] = [
  { name: '@pebble/piece-acme', version: '0.1.0', archive: new Uint8Array([31, 139]) },
];
const CARD: Outcome = { file: 'enquiry', subject: 'Valves', state: 'done', place: 'crm / new', reason: '' };
const TRIGGER = {
  ...{ name: 'trigger', type: 'PIECE_TRIGGER', displayName: 'Mail', valid: true, lastUpdatedDate: 'now' },
  settings: { pieceName: 'p', pieceVersion: '0.1.0', triggerName: 't', input: {}, propertySettings: {} },
};

/** A Pebble whose mail comes to this end, and which calls the flow as it goes. */
function pebbleWith(outcome: Outcome, calls = true): LanePebble {
  let id = '';
  return {
    deploy: async () => {
      ({ id } = await api.createFlow('Triage'));
      await api.importFlow(id, { displayName: 'Triage', trigger: TRIGGER, schemaVersion: '20' });
      await api.publishFlow(id);
    },
    deliver: async () => {
      if (calls) await fetch(api.webhookUrl(id), { method: 'POST', body: '{}' });
      return outcome;
    },
  };
}
const lane = (pebble: LanePebble) => runLane(api, PIECES, pebble, (line) => said.push(line));

describe('the lane', () => {
  test('installs what is not there, follows the mail, and takes the flow away again', async () => {
    const report = await lane(pebbleWith(CARD));
    expect(report).toMatchObject({
      pieces: ['@pebble/piece-acme 0.1.0'],
      run: { status: 'SUCCEEDED' },
      outcome: CARD,
    });
    expect(said.join('\n')).toContain('0.1.0: installed');
    expect(said.join('\n')).toContain('on a card: crm / new');
    expect(standIn.held.flows.size).toBe(0);
    await lane(pebbleWith(CARD));
    expect(said.join('\n')).toContain('was there already');
  });
  test.each<[Outcome['state'], string, boolean, string]>([
    ['unfinished', '', false, 'was its webhook called'],
    ['dead', '', true, 'is SUCCEEDED'],
    ['ignored', '', true, 'it is ignored'],
  ])('fails for a mail that is %s, and says what Activepieces knows', async (state, place, calls, words) => {
    await expect(lane(pebbleWith({ ...CARD, state, place }, calls))).rejects.toThrow(words);
    expect(standIn.held.flows.size).toBe(0);
  });
  test('fails when nothing was deployed', async () => {
    const idle = { ...pebbleWith(CARD), deploy: async () => undefined };
    await expect(lane(idle)).rejects.toThrow('does not list it');
  });
});

describe('the target', () => {
  test('is none without an address', async () => {
    expect(await readTarget([], {})).toBeNull();
    expect(await readTarget([], { ACTIVEPIECES_URL: ' ' })).toBeNull();
  });
  test('is what the environment says', async () => {
    const env = { ACTIVEPIECES_URL: 'https://ap.example', ACTIVEPIECES_TOKEN: 't', ACTIVEPIECES_EMAIL: '' };
    expect((await readTarget([], env))?.options).toEqual({ url: 'https://ap.example', token: 't' });
  });
});
