import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeReady } from './make-ready.mjs';
import { root } from './root.mjs';
import { runInForeground } from './run.mjs';

const report = join(root, 'dist', 'tests.json');

/**
 * Makes the machine ready, runs the suite and closes with one line: `N passed, N failed`.
 *
 * @param {string[]} args handed to vitest
 * @returns {Promise<number>} exit code; never 0 when anything failed
 */
export async function runTests(args) {
  const ready = await makeReady();
  if (ready === undefined) return 1;
  const { passed, failed } = await testOnce(args, ready);
  console.log(closingLine(passed, failed));
  return failed === 0 ? 0 : 1;
}

/**
 * @param {string[]} args handed to vitest
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function testOnce(args, env) {
  rmSync(report, { force: true });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json'];
  const code = await runInForeground(process.execPath, [...vitest, `--outputFile.json=${report}`, ...args], env);
  const { passed, failed } = counts();
  // A file that does not load, or a rejection nobody caught, fails no single test: it still counts as one.
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** @param {number} passed @param {number} failed */
export const closingLine = (passed, failed) => `\n${passed} passed, ${failed} failed`;

function counts() {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed, failed };
}
