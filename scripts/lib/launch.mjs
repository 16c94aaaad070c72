import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { stoppedBy } from './stop-requests.mjs';

/** After this a server that was asked to stop is stopped. Its own deadline is shorter. */
const PATIENCE_MS = 15_000;

/**
 * Runs the server and resolves with its exit code. The two are tied by a channel: when we are told to stop we let go of it,
 * and when we die the kernel does; either way the server sees it and shuts down. Ctrl-C reaches the server by itself too, as
 * it reaches everybody in the foreground, npm included, which then tells us once more: letting go twice is letting go once.
 *
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function launchServer(node, args) {
  const server = spawn(node, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const letGo = () => {
    if (!server.connected) return;
    server.disconnect();
    setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  return stoppedBy(letGo, exitCodeOf(server));
}

/**
 * Runs a command line tool in our place and resolves with its exit code.
 *
 * @param {string} node
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function launchTool(node, args, env = process.env) {
  const tool = spawn(node, args, { stdio: 'inherit', env });
  const passOn = (signal) => {
    // On a terminal Ctrl-C has reached the tool already, and a second one would cut its tidying up short.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) tool.kill(signal);
  };
  return stoppedBy(passOn, exitCodeOf(tool));
}

function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // 128 + number is how shells tell "ended by a signal".
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
