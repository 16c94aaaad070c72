import type { FlowKnob } from '@pebble/contract/flow-versions';
import { describeFlow } from '@pebble/flows/engine/describe-flow';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { loadFlow, readManifest } from '@pebble/flows/engine/load-flow';
import type { Knob } from '@pebble/flows/engine/manifest';
import { PIECES } from '@pebble/flows/pieces';
import type { FlowReader } from './features/flows/flow-reader.ts';
import { ApiProblem } from './http/problem.ts';
import { knobRules } from './knob-rules.ts';

/** The flow engine's reading of flows and manifests, for features that may not know the engine. */
export const flowReader: FlowReader = {
  check(flow, manifest) {
    const read = refusing(() => loadFlow({ flow, manifest, pieces: PIECES }));
    return {
      ...{ id: read.id, version: read.version, contentHash: read.contentHash },
      ...{ manifest: read.manifest, flow },
    };
  },
  picture: (flow, manifest) => refusing(() => describeFlow({ flow, manifest, pieces: PIECES })),
  knobs(manifest, set) {
    const values = knobRules.effective(manifest, set);
    return Object.entries(readManifest(manifest).knobs).map(([name, knob]) => ({
      ...shown(name, knob),
      value: values[name] ?? knob.default,
    }));
  },
};

function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FlowRefused)) throw error;
    const path = error.step === null ? 'body.flow' : `body.flow.${error.step}`;
    const errors = [{ path, message: error.reason }];
    throw new ApiProblem('flow_refused', { detail: error.message, errors, cause: error });
  }
}

function shown(name: string, knob: Knob): Omit<FlowKnob, 'value'> {
  const { type, label, help } = knob;
  return {
    ...{ name, type, label, help, default: knob.default },
    ...{ min: knob.type === 'number' ? knob.min : null, max: knob.type === 'number' ? knob.max : null },
    choices: knob.type === 'choice' ? knob.choices : null,
    max_length: knob.type === 'text' ? knob.maxLength : null,
  };
}
