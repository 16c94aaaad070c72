import { loadCatalog } from '@pebble/flows/catalog';
import { systemClock } from '@pebble/flows/engine/clock';
import { loadFlow } from '@pebble/flows/engine/load-flow';
import { runFlow } from '@pebble/flows/engine/run-flow';
import { PIECES } from '@pebble/flows/pieces';
import type { Connector } from '@pebble/kit/connector';
import { MemoryStore, pieceContext } from '@pebble/kit/activepieces/testing/piece-context';
import type { TwinRequest } from '@pebble/kit/twin/twin-server';
import { startStandIn, type Held, type HeldFlow } from './stand-in.ts';
import { unpackedPiece, type Piece } from './unpacked-piece.ts';

/**
 * A stand-in for Activepieces that runs what it holds: triggers and steps are the piece objects of the archives that were installed,
 * and our own engine takes the flow from step to step.
 */
export async function startRunningStandIn() {
  const failures: string[] = [];
  const running = new Set<Promise<void>>();
  const standIn = await startStandIn({
    tryConnection: async (connection, held) => {
      const { pieceName, pieceVersion, value } = connection as {
        pieceName: string;
        pieceVersion: string;
        value: { props: unknown };
      };
      const piece = await installed(held, `${pieceName}@${pieceVersion}`);
      const [auth] = [piece.auth ?? []].flat() as unknown as {
        validate?: (given: { auth: unknown }) => Promise<unknown>;
      }[];
      const tried = (await auth?.validate?.({ auth: value.props })) as { valid: boolean; error?: string };
      return tried.valid ? null : (tried.error ?? 'no');
    },
    onCall: (flow, call) => {
      const run = runCall(standIn.held, flow, call).catch(
        (error: unknown) => void failures.push(String(error)),
      );
      running.add(run);
      void run.finally(() => running.delete(run));
    },
  });
  return {
    ...standIn,
    /** What went wrong in runs, for the console. */
    failures,
    close: async () => {
      await Promise.allSettled(running);
      await standIn.close();
    },
  };
}

const loaded = new WeakMap<Uint8Array, Promise<Piece>>();

async function installed({ pieces }: Held, key: string): Promise<Piece> {
  const archive = pieces.get(key);
  if (!archive) throw new Error(`${key} is not installed`);
  const piece = loaded.get(archive) ?? unpackedPiece(archive);
  loaded.set(archive, piece);
  return piece;
}

interface TriggerStep {
  settings: { pieceName: string; pieceVersion: string; triggerName: string; input: { auth?: string } };
}

async function runCall(held: Held, flow: HeldFlow, call: TwinRequest): Promise<void> {
  const { settings } = flow.version.trigger as TriggerStep;
  const store = new MemoryStore();
  const piece = await installed(held, `${settings.pieceName}@${settings.pieceVersion}`);
  const name = /\['([^']+)'\]/.exec(settings.input.auth ?? '')?.[1] ?? '';
  const payload = {
    ...{ method: call.method, headers: call.headers, queryParams: Object.fromEntries(call.query) },
    ...{ body: call.json, rawBody: Buffer.from(call.body).toString('utf8') },
  };
  const context = pieceContext({ auth: held.connections.get(name)?.['value'], store, payload });
  const items = (await piece.getTrigger(settings.triggerName)?.run(context)) ?? [];
  for (const item of items) await runItem(held, flow, item, store);
}

/** What a run got is an object of Activepieces' own; the steps see it without the key that dropped doubles. */
async function runItem(held: Held, flow: HeldFlow, item: unknown, store: MemoryStore): Promise<void> {
  const { _dedupe_key: _, ...data } = item as Record<string, unknown>;
  const [template] = (await loadCatalog()).filter(({ id }) => id === 'email-triage');
  if (!template) throw new Error('email-triage is in the catalogue');
  const wrapped = await Promise.all(
    Object.entries(PIECES).map(async ([name, connector]) => {
      const key = `${name}@${connector.version}`;
      return [
        name,
        held.pieces.has(key) ? asConnector(connector, await installed(held, key), store) : connector,
      ];
    }),
  );
  const result = await runFlow(
    loadFlow({
      flow: { ...(template.flow as object), flows: [{ ...flow.template, valid: true }] },
      manifest: template.manifest,
      pieces: Object.fromEntries(wrapped) as Record<string, Connector>,
    }),
    {
      payload: data,
      connections: Object.fromEntries(
        [...held.connections].map(([name, { value }]) => [
          name,
          (value as { props: Record<string, unknown> }).props,
        ]),
      ),
      http: () => Promise.reject(new Error('a piece has its own line out')),
      clock: systemClock,
    },
  );
  if (result.error) throw new Error(JSON.stringify(result.error));
}

/** The connector with each operation run by the action of the packed piece. */
function asConnector(connector: Connector, piece: Piece, store: MemoryStore): Connector {
  return {
    ...connector,
    operations: connector.operations.map((operation) => ({
      ...operation,
      run: async ({ credential }, input) =>
        piece.getAction(operation.name)?.run(
          pieceContext({
            auth: { type: 'CUSTOM_AUTH', props: credential },
            ...{ store, props: { ...input } },
          }),
        ),
    })),
  };
}
