/** Everything that is not as it must be, counted by the two promises that it breaks, and in words. */
export class Findings {
  private readonly told: string[] = [];
  private readonly counts = { lost: 0, doubled: 0 };

  /** Something is not there, or never came to its end. */
  lost(what: string, times = 1): void {
    this.note('lost', what, times);
  }

  /** Something is there too often. */
  doubled(what: string, times = 1): void {
    this.note('doubled', what, times);
  }

  /** There must be exactly one. */
  one(what: string, times: number): void {
    if (times === 0) this.lost(what);
    if (times > 1) this.doubled(`${what}, ${times} times`, times - 1);
  }

  get report(): { lost: number; doubled: number; findings: string[] } {
    return { ...this.counts, findings: this.told };
  }

  private note(promise: 'lost' | 'doubled', what: string, times: number): void {
    this.counts[promise] += times;
    this.told.push(`${promise}: ${what}`);
  }
}
