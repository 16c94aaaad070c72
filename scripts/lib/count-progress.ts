import { SingleBar } from 'cli-progress';

/** Counts up to a total in sight of the person at the console. */
export interface CountProgress {
  step(): void;
  end(): void;
}

interface Console {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** A bar on a terminal; otherwise a plain line for each tenth, so that a log stays readable. On stderr. */
export function countProgress(what: string, total: number, out: Console = process.stderr): CountProgress {
  return out.isTTY ? bar(what, total) : lines(what, total, out);
}

function bar(what: string, total: number): CountProgress {
  const shown = new SingleBar({
    format: `${what.padEnd(14)} {bar} {value}/{total}  {duration_formatted}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
  });
  shown.start(total, 0);
  return { step: () => shown.increment(), end: () => shown.stop() };
}

function lines(what: string, total: number, out: Console): CountProgress {
  let value = 0;
  const tenth = () => Math.floor((value / total) * 10);
  return {
    step() {
      const before = tenth();
      value++;
      if (tenth() > before) out.write(`${what}: ${value}/${total}\n`);
    },
    end() {},
  };
}
