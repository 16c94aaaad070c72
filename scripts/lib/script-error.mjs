import { listenForStop } from './stop-requests.mjs';

/** Something that the person at the console can act on: the message alone is printed. */
export class ScriptError extends Error {
  name = 'ScriptError';
}

/**
 * Runs a script: its result is the exit code, and what it throws becomes a message and exit code 1.
 *
 * @param {() => Promise<number>} body
 */
export async function runScript(body) {
  listenForStop();
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(error instanceof ScriptError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
