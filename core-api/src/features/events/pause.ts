/** The rest between two rounds of a background loop: it can be cut short, but never below a least length. */
export class Pause {
  #rung = false;
  #closed = false;
  #notice: (() => void) | null = null;

  /** There is work: ends the present pause, or the next one when none is on. */
  ring(): void {
    this.#rung = true;
    this.#notice?.();
  }

  /** Ends the present pause and all later ones at once. */
  close(): void {
    this.#closed = true;
    this.#notice?.();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Waits until rung or for `atMost` milliseconds, whichever comes first, but at least for `atLeast`; true unless the time was up. */
  wait({ atLeast, atMost }: { atLeast: number; atMost?: number }): Promise<boolean> {
    return new Promise((resolve) => {
      let mayEnd = false;
      const look = () => {
        if (this.#closed || (mayEnd && this.#rung)) end();
      };
      const end = () => {
        clearTimeout(least);
        clearTimeout(most);
        const rung = this.#rung;
        this.#rung = false;
        this.#notice = null;
        resolve(rung || this.#closed);
      };
      const least = setTimeout(() => {
        mayEnd = true;
        look();
      }, atLeast);
      const most = atMost === undefined ? undefined : setTimeout(end, atMost);
      this.#notice = look;
      look();
    });
  }
}
