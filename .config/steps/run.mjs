import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

const heartbeatMs = 2_000;
const tailLength = 4_000;
/** @type {NodeJS.Signals[]} */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs one command and shows that it is alive: a line at once, one every two seconds, one at the end.
 * What the command prints is held back and shown only when it fails.
 *
 * @param {string} title what is being done, both languages
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to the environment of this process
 * @returns {Promise<boolean>} whether the command ended with 0
 */
export function run(title, command, args, env = {}) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  console.log(`${title} …`);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let tail = '';
    let latest = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      const text = chunk.toString();
      tail = (tail + text).slice(-tailLength);
      latest = text.trim().split('\n').at(-1)?.slice(0, 80) ?? latest;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const heartbeat = setInterval(() => console.log(`  ${seconds()} s  ${latest}`), heartbeatMs);
    /** @param {boolean} ok @param {string} rest */
    const end = (ok, rest) => {
      clearInterval(heartbeat);
      console.log(ok ? `  ${seconds()} s ✓` : `${rest}\n  ${seconds()} s ✗`);
      resolve(ok);
    };
    child.on('error', (fault) => end(false, fault.message));
    child.on('close', (code) => end(code === 0, tail));
  });
}

/**
 * Runs one command in the foreground: same terminal, signals passed on, and never left behind alone.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to the environment of this process
 * @returns {Promise<number>} its exit code; 128 + n when it was ended by signal n
 */
export function runInForeground(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      // Ctrl-C reaches the child by itself; two of them would read as impatience.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of passedOn) process.on(signal, passOn);
    const orphanWatch = whenOrphaned(() => child.kill('SIGTERM'));
    /** @param {number} code */
    const end = (code) => {
      clearInterval(orphanWatch);
      for (const signal of passedOn) process.off(signal, passOn);
      resolve(code);
    };
    child.on('error', (fault) => {
      console.error(fault.message);
      end(1);
    });
    child.on('close', (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/**
 * npm hands a SIGTERM to its shell, and the shell keeps it: only the change of parent tells that they have gone.
 *
 * @param {() => void} act
 */
function whenOrphaned(act) {
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  return setInterval(() => process.ppid !== parent && act(), 500);
}
