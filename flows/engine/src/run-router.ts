import { leaveOutput, type Frame } from './frame.ts';
import type { RouterStep } from './program.ts';

/** Evaluates all branches, then runs the first that holds or all that do. Later branches may hold as well; the output says so. */
export async function runRouter(step: RouterStep, frame: Frame): Promise<void> {
  const started = frame.clock.now();
  // A fallback counts as holding while the others are judged, so two of them rule each other out.
  const judged = step.branches.map((branch) => branch.holds?.(frame.scope) ?? true);
  const holds = step.branches.map((branch, index) =>
    branch.holds ? judged[index] === true : judged.every((other, at) => at === index || !other),
  );
  const branches = step.branches.map((branch, index) => ({
    branchName: branch.name,
    branchIndex: index + 1,
    evaluation: holds[index],
  }));
  frame.recorder.record(step.name, { attempts: 1, duration: frame.clock.now() - started });
  leaveOutput(frame, step.name, step.type, { output: { branches } });
  for (const [index, branch] of step.branches.entries()) {
    if (!holds[index]) continue;
    await frame.runChain(branch.chain, frame);
    if (step.firstMatchOnly) return;
  }
}
