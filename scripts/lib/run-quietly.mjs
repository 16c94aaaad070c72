import { spawn } from 'node:child_process';
import { ScriptError } from './script-error.mjs';
import { stoppedBy } from './stop-requests.mjs';

/**
 * Runs a command whose output matters only if it fails; then its beginning, where the cause is, becomes the error.
 *
 * @param {string[]} command
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} its output
 */
export function runQuietly([program, ...args], options) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve, reject) => {
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => reject(new ScriptError(`${program} does not run: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new ScriptError(`${beginning(output)}\n\n"${[program, ...args].join(' ')}" failed.`));
    });
  });
  const stop = (signal) => {
    child.kill(signal);
    process.exit(130);
  };
  return stoppedBy(stop, ended);
}

function beginning(output, most = 30) {
  const lines = output.trim().split('\n');
  return lines.length > most ? [...lines.slice(0, most), '…'].join('\n') : lines.join('\n');
}
