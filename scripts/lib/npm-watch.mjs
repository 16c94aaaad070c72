import { readFileSync } from 'node:fs';

const EVERY_MS = 500;

/**
 * Calls `gone` once when the npm that runs us has died without telling us: kill -9, or SIGTERM, which the shell between
 * npm and us does not pass on. Does nothing when we were not started by npm.
 */
export function onNpmGone(gone, env = process.env) {
  if (!env.npm_lifecycle_event) return;
  const before = ancestry();
  const timer = setInterval(() => {
    if (ancestry() === before) return;
    clearInterval(timer);
    gone();
  }, EVERY_MS);
  timer.unref();
}

/** Our parents up to npm. When one dies, its child is handed to another process and the line changes. */
function ancestry() {
  const line = [process.ppid];
  for (;;) {
    const { name, parent } = processAt(line.at(-1));
    // Beyond npm is the shell of the person who typed the command, which may end as it likes.
    if (!SHELLS.has(name)) return line.join(' ');
    line.push(parent);
  }
}

const SHELLS = new Set(['sh', 'dash', 'bash', 'ash', 'busybox']);

/** Only Linux tells cheaply. On macOS the shell replaces itself by its command, so that our parent is npm itself. */
function processAt(pid) {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent: Number(parent) };
  } catch {
    return { name: '', parent: 0 };
  }
}
