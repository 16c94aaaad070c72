/** A flow that the embedded engine does not run, said at load time: which step, and why. `step` is null for the flow as a whole. */
export class FlowRefused extends Error {
  override readonly name = 'FlowRefused';
  readonly step: string | null;
  readonly reason: string;

  constructor(step: string | null, reason: string) {
    super(step === null ? `The flow is refused: ${reason}` : `Step "${step}" is refused: ${reason}`);
    this.step = step;
    this.reason = reason;
  }
}
