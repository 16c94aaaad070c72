/**
 * Says what takes time while it does: at once, then the seconds gone by (in place on a terminal, else a line every ten
 * seconds), and when it is done. On stderr, so that a script's output can be piped.
 *
 * @template T
 * @param {string} what e.g. "Installing packages"
 * @param {string} about how long it usually takes, e.g. "about 30 s"
 * @param {() => Promise<T>} work
 * @param {{ isTTY?: boolean, write(text: string): unknown }} [out]
 * @returns {Promise<T>}
 */
export async function withProgress(what, about, work, out = process.stderr) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const start = `${what} (${about})`;
  out.write(out.isTTY ? start : `${start}\n`);
  const tick = () => out.write(out.isTTY ? `\r${start} … ${seconds()} s` : `${what} … ${seconds()} s\n`);
  const ticker = setInterval(tick, out.isTTY ? 1000 : 10_000);
  try {
    const result = await work();
    out.write(`${out.isTTY ? '\r' : ''}${what}: done in ${seconds()} s${out.isTTY ? '\x1b[K' : ''}\n`);
    return result;
  } catch (error) {
    out.write(out.isTTY ? '\n' : '');
    throw error;
  } finally {
    clearInterval(ticker);
  }
}
