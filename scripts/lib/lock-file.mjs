import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs `work` while no other process that asks for the same file does. A lock whose holder died is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => void} onWait called once if somebody else has the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLockFile(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (let told = false; !tryLock(file); told = true) {
    if (!told) onWait();
    await pause(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file); // unlike a write, it comes into being with its content
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    dropIfStale(file);
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moved away before it is judged for good: between our look and our move somebody may have replaced it by a live one. */
function dropIfStale(file) {
  if (holderLives(file)) return;
  const moved = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, moved);
    if (holderLives(moved)) linkSync(moved, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

function holderLives(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // somebody else's process is alive too
  }
}
