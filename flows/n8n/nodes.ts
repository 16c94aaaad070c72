import type { Connector } from '@pebble/kit/connector';
import {
  AUTHENTICATION,
  credentialName,
  N8N_PACKAGE,
  nodeName,
  ROUTER,
  triggerName,
  WHOLE_OUTPUT,
} from '@pebble/kit/host/n8n-names';
import { FlowRefused } from '../engine/src/flow-refused.ts';
import { parseReference } from '../engine/src/reference.ts';
import {
  PieceSettings,
  readShape,
  RouterSettings,
  TriggerSettings,
  type AnyStep,
} from '../engine/src/template.ts';
import { pieceOf, type Build, type Draft } from './build.ts';
import { fieldParameters, operationParameters } from './parameters.ts';
import { routerParameters } from './router.ts';
import { stableUuid } from './stable-id.ts';
import type { Writer } from './step-output.ts';

export function triggerNode(build: Build, step: AnyStep): Draft {
  const settings = readShape(TriggerSettings, step.settings, step.name);
  const piece = pieceOf(build, step, settings.pieceName);
  const trigger = piece.triggers.find((one) => one.name === settings.triggerName);
  if (!trigger) throw new FlowRefused(step.name, `there is no trigger "${settings.triggerName}"`);
  const { auth, ...input } = settings.input;
  const writer = { step: step.name, previous: null, outputs: build.outputs, sure: new Set<string>() };
  return {
    type: `${N8N_PACKAGE}.${triggerName(piece, trigger)}`,
    ...signIn(piece, auth, { build, step }, fieldParameters(trigger.fields, input, writer)),
    webhookId: stableUuid(...build.seed, 'webhook'),
  };
}

export function pieceNode(build: Build, step: AnyStep, writer: Writer): Draft {
  const settings = readShape(PieceSettings, step.settings, step.name);
  const piece = pieceOf(build, step, settings.pieceName);
  const operation = piece.operations.find((one) => one.name === settings.actionName);
  if (!operation) throw new FlowRefused(step.name, `there is no action "${settings.actionName}"`);
  const { auth, ...input } = settings.input;
  const { continueOnFailure, retryOnFailure } = settings.errorHandlingOptions ?? {};
  const parameters = { ...operationParameters(piece, operation, input, writer), [WHOLE_OUTPUT]: true };
  return {
    type: `${N8N_PACKAGE}.${nodeName(piece)}`,
    ...signIn(piece, auth, { build, step }, parameters),
    // The most that n8n offers. It repeats the whole step, whatever the error.
    ...(retryOnFailure?.value ? { retryOnFail: true, maxTries: 4, waitBetweenTries: 5000 } : {}),
    ...(continueOnFailure?.value ? { onError: 'continueRegularOutput' } : {}),
  };
}

export function routerNode(step: AnyStep, writer: Writer): Draft {
  const settings = readShape(RouterSettings, step.settings, step.name);
  return { type: `${N8N_PACKAGE}.${ROUTER}`, parameters: routerParameters(settings, writer) };
}

/** The parameters, with the credential that the step's connection names. */
function signIn(
  piece: Connector,
  auth: unknown,
  { build, step }: { build: Build; step: AnyStep },
  parameters: Record<string, unknown>,
): Pick<Draft, 'parameters' | 'credentials'> {
  const inner = typeof auth === 'string' ? /^\{\{([^{}]+)\}\}$/.exec(auth)?.[1]?.trim() : undefined;
  const connection = inner === undefined ? undefined : parseReference(inner)?.name;
  if (connection === undefined) return { parameters };
  const wanted = build.options.auths?.[connection];
  const found = wanted === undefined ? piece.auth : piece.auths.find((one) => one.name === wanted);
  if (!found) throw new FlowRefused(step.name, `${piece.label} has no way to sign in called "${wanted}"`);
  return {
    parameters: piece.auths.length > 1 ? { [AUTHENTICATION]: found.name, ...parameters } : parameters,
    credentials: { [credentialName(piece, found)]: { id: null, name: connection } },
  };
}
